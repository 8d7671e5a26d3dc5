import type { TableLimits } from './table.js';
import { TableError } from './table-error.js';
import { isDateFormat, unescapeCell } from './xlsx-cells.rules.js';
import { attributesOf, type XmlListener, XmlScanner } from './xml-scanner.js';
import type { Zip } from './zip.js';

export interface SheetPlace {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly SheetPlace[];
  readonly since1904: boolean;
  /** Whether the style of that number shows a day. */
  readonly dateStyles: readonly boolean[];
  readonly strings: readonly string[];
}

type Open = (name: string, attributes: Record<string, string>) => void;

/** Reads one part of a workbook, tag by tag. */
export async function scanPart(zip: Zip, path: string, listener: XmlListener): Promise<void> {
  const scanner = new XmlScanner(listener);
  for await (const piece of zip.read(path)) scanner.write(piece);
}

async function scanTags(zip: Zip, path: string, open: Open): Promise<void> {
  await scanPart(zip, path, {
    open: (name, attributes) => open(name, attributesOf(attributes)),
    close: () => undefined,
    text: () => undefined,
  });
}

/** Where the sheets are, how days are shown, and the texts that cells share. @throws TableError */
export async function readWorkbook(zip: Zip, limits: TableLimits): Promise<Workbook> {
  if (!zip.has('xl/workbook.xml')) throw new TableError('FILE_MALFORMED', 'xl/workbook.xml');
  const targets = new Map<string, string>();
  await scanTags(zip, 'xl/_rels/workbook.xml.rels', (name, { Id, Target }) => {
    if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, pathOf(Target));
  });
  const sheets: SheetPlace[] = [];
  let since1904 = false;
  await scanTags(zip, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (name !== 'sheet') return;
    const path = targets.get(attributes['id'] ?? '');
    if (path === undefined || !zip.has(path)) return;
    sheets.push({ name: attributes['name'] ?? '', path, isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
    if (sheets.length > limits.sheets) throw new TableError('FILE_INFLATES', 'sheets');
  });
  if (sheets.length === 0) throw new TableError('FILE_MALFORMED', 'no sheet');
  return { sheets, since1904, dateStyles: await readStyles(zip), strings: await readStrings(zip, limits) };
}

async function readStyles(zip: Zip): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellStyles = false;
  await scanTags(zip, 'xl/styles.xml', (name, attributes) => {
    if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
    if (name === 'cellXfs') inCellStyles = true;
    else if (name === 'cellStyles') inCellStyles = false;
    if (name === 'xf' && inCellStyles) formats.push(Number(attributes['numFmtId'] ?? 0));
  });
  return formats.map((id) => isDateFormat(id, codes.get(id)));
}

async function readStrings(zip: Zip, limits: TableLimits): Promise<string[]> {
  const strings: string[] = [];
  let characters = 0;
  const collector = new TextCollector(limits.cellCharacters);
  await scanPart(zip, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') collector.start();
      else collector.open(name);
    },
    close: (name) => {
      if (name !== 'si') return collector.close(name);
      const text = collector.take();
      characters += text.length;
      strings.push(text);
      if (strings.length > limits.sharedStrings || characters > limits.sharedCharacters) {
        throw new TableError('FILE_INFLATES', 'shared strings');
      }
    },
    text: (text) => collector.text(text),
  });
  return strings;
}

/** Puts the runs of a rich text together and leaves out how it is pronounced. */
export class TextCollector {
  private value = '';
  private isOpen = false;
  private inPhonetic = false;

  constructor(private readonly charactersMax: number) {}

  start(): void {
    this.value = '';
    this.isOpen = false;
    this.inPhonetic = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.inPhonetic = true;
    if (name === 't' || name === 'v') this.isOpen = !this.inPhonetic;
  }

  close(name: string): void {
    if (name === 'rPh') this.inPhonetic = false;
    if (name === 't' || name === 'v') this.isOpen = false;
  }

  text(text: string): void {
    if (!this.isOpen) return;
    this.value += text;
    if (this.value.length > this.charactersMax) throw new TableError('CELL_TOO_LONG');
  }

  take(): string {
    return unescapeCell(this.value);
  }
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}
