import { type CellFlaw, NO_FLAWS, type Table, type TableLimits, type TableRow } from './table.js';
import { TableError } from './table-error.js';
import { columnOf, daySerial, isRounded, numberText } from './xlsx-cells.rules.js';
import { readWorkbook, type SheetPlace, TextCollector, type Workbook } from './xlsx-workbook.js';
import { attributesOf, type XmlListener, XmlScanner } from './xml-scanner.js';
import { Zip } from './zip.js';

/** The first sheet of a workbook that holds anything; hidden ones come last. @throws TableError */
export async function openXlsx(content: Buffer, limits: TableLimits): Promise<Table> {
  const zip = new Zip(content, limits);
  const workbook = await readWorkbook(zip, limits);
  const sheets = workbook.sheets.toSorted((one, other) => Number(one.isHidden) - Number(other.isHidden));
  for (const sheet of sheets) {
    const table = new XlsxTable(zip, workbook, sheet, limits);
    for await (const _ of table.rows()) return table;
  }
  throw new TableError('NO_ROWS');
}

class XlsxTable implements Table {
  readonly kind = 'xlsx';
  private merged = false;

  constructor(
    private readonly zip: Zip,
    private readonly workbook: Workbook,
    private readonly place: SheetPlace,
    private readonly limits: TableLimits,
  ) {}

  get sheet(): string {
    return this.place.name;
  }

  get otherSheets(): string[] {
    return this.workbook.sheets.filter((sheet) => sheet !== this.place && !sheet.isHidden).map(({ name }) => name);
  }

  hasMergedCells(): boolean {
    return this.merged;
  }

  async *rows(): AsyncGenerator<TableRow> {
    const rows = new SheetRows(this.workbook, this.limits);
    const scanner = new XmlScanner(rows);
    let filled = 0;
    for await (const piece of this.zip.read(this.place.path)) {
      scanner.write(piece);
      for (const row of rows.take()) {
        filled += 1;
        // Title and header are rows, too; the reader above them counts exactly.
        if (filled > this.limits.rows + HEAD_ROWS) throw new TableError('TOO_MANY_ROWS');
        yield row;
      }
    }
    this.merged = rows.merged;
  }
}

const HEAD_ROWS = 20;

/** Puts the cells of a sheet together into rows. */
class SheetRows implements XmlListener {
  merged = false;
  private done: TableRow[] = [];
  private rowNo = 0;
  private cells: string[] = [];
  private flaws: Map<number, CellFlaw> | null = null;
  private column = -1;
  private type = '';
  private style = 0;
  private hasFormula = false;
  private readonly collector: TextCollector;

  constructor(
    private readonly workbook: Workbook,
    private readonly limits: TableLimits,
  ) {
    this.collector = new TextCollector(limits.cellCharacters);
  }

  take(): TableRow[] {
    const rows = this.done;
    this.done = [];
    return rows;
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.startCell(attributesOf(attributes));
    else if (name === 'row') this.startRow(attributesOf(attributes)['r']);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'mergeCell') this.merged = true;
    else this.collector.open(name);
  }

  text(text: string): void {
    this.collector.text(text);
  }

  close(name: string): void {
    if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
    else this.collector.close(name);
  }

  private startRow(reference: string | undefined): void {
    const rowNo = reference === undefined ? this.rowNo + 1 : Number(reference);
    // Rows that go back would give two rows one number.
    if (!Number.isInteger(rowNo) || rowNo <= this.rowNo || rowNo > 1_048_576) {
      throw new TableError('FILE_MALFORMED', `after row ${this.rowNo}`);
    }
    this.rowNo = rowNo;
    this.cells = [];
    this.flaws = null;
    this.column = -1;
  }

  private startCell({ r, t, s }: Record<string, string>): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    if (this.column < 0) throw new TableError('FILE_MALFORMED', `row ${this.rowNo}`);
    this.type = t ?? 'n';
    this.style = Number(s ?? 0);
    this.hasFormula = false;
    this.collector.start();
  }

  private endCell(): void {
    const value = this.collector.take();
    if (value === '' && !this.hasFormula) return;
    // Formats alone may reach to the last column of a sheet; only content counts.
    if (this.column >= this.limits.columns) throw new TableError('TOO_MANY_COLUMNS', `row ${this.rowNo}`);
    const { text, flaw } = this.read(value);
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
    if (flaw !== null) (this.flaws ??= new Map()).set(this.column, flaw);
  }

  private read(value: string): { text: string; flaw: CellFlaw | null } {
    const flaw = this.hasFormula ? 'FORMULA' : null;
    switch (this.type) {
      case 's':
        return { text: this.workbook.strings[Number(value)] ?? '', flaw };
      case 'b':
        return { text: value === '1' ? 'TRUE' : 'FALSE', flaw };
      case 'e':
        return { text: value, flaw: flaw ?? 'ERROR' };
      case 'n': {
        const day = this.workbook.dateStyles[this.style] ? daySerial(Number(value), this.workbook.since1904) : null;
        if (day !== null) return { text: day, flaw };
        const text = numberText(value);
        return { text, flaw: flaw ?? (isRounded(text) ? 'ROUNDED' : null) };
      }
      default:
        return { text: this.type === 'd' ? value.replace('T', ' ') : value, flaw };
    }
  }

  private endRow(): void {
    if (this.flaws === null && this.cells.every((cell) => cell.trim() === '')) return;
    this.done.push({ rowNo: this.rowNo, cells: this.cells, flaws: this.flaws ?? NO_FLAWS });
  }
}
