import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { CsvLines } from './csv-lines.js';
import { type CellFlaw, NO_FLAWS, type Table, type TableLimits, type TableRow } from './table.js';
import { TableError } from './table-error.js';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const SLICE_BYTES = 64 * 1024;
const HEAD_BYTES = 64 * 1024;
/** Blank lines are not given but must be walked over; no spreadsheet has more. */
const LINES_MAX = 1_048_576;
const HEAD_ROWS = 20;
const REPLACEMENT = '\uFFFD';

/** A CSV in the encodings offices use: UTF-8 with or without BOM, UTF-16 with BOM, else GBK. @throws TableError */
export function openCsv(content: Buffer, limits: TableLimits): Table {
  const encoding = encodingOf(content);
  const bytes = content.subarray(0, 3).equals(BOM) ? content.subarray(3) : content;
  const delimiter = delimiterOf(iconv.decode(bytes.subarray(0, HEAD_BYTES), encoding));
  return {
    kind: 'csv',
    sheet: null,
    otherSheets: [],
    hasMergedCells: () => false,
    rows: () => rowsOf(bytes, encoding, delimiter, limits),
  };
}

async function* rowsOf(
  bytes: Buffer,
  encoding: string,
  delimiter: string,
  limits: TableLimits,
): AsyncGenerator<TableRow> {
  const lines = new CsvLines(delimiter);
  let rowNo = 0;
  let filled = 0;
  for (const { text, isLast } of piecesOf(bytes, encoding)) {
    for (const cells of lines.take(text, isLast)) {
      rowNo += 1;
      if (cells.length > limits.columns) throw new TableError('TOO_MANY_COLUMNS', `row ${rowNo}`);
      if (rowNo > LINES_MAX) throw new TableError('TOO_MANY_ROWS');
      if (cells.every((cell) => cell.trim() === '')) continue;
      filled += 1;
      if (filled > limits.rows + HEAD_ROWS) throw new TableError('TOO_MANY_ROWS');
      if (cells.some((cell) => cell.length > limits.cellCharacters)) {
        throw new TableError('CELL_TOO_LONG', `row ${rowNo}`);
      }
      yield { rowNo, cells, flaws: flawsOf(cells) };
    }
    // A file of a million bad lines must not keep the process from its other work.
    await setImmediate();
  }
}

/** `="360102…"` is how people keep a long number as text; anything else that begins with "=" would be run by a spreadsheet. */
function flawsOf(cells: readonly string[]): ReadonlyMap<number, CellFlaw> {
  let flaws: Map<number, CellFlaw> | null = null;
  for (const [column, cell] of cells.entries()) {
    if (cell.charCodeAt(0) === 61 && !/^="[^"]*"$/.test(cell)) (flaws ??= new Map()).set(column, 'FORMULA');
    // What a spreadsheet shows of an ID number in a number cell, and then saves.
    else if (/^\d(\.\d+)?[eE]\+?1[5-9]$/.test(cell.trim())) (flaws ??= new Map()).set(column, 'ROUNDED');
  }
  return flaws ?? NO_FLAWS;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  // A NUL means a spreadsheet or another binary file was sent under the name of a CSV.
  if (bytes.includes(0)) throw new TableError('FILE_ENCODING');
  return isUtf8(bytes) ? 'utf8' : 'gb18030';
}

function* piecesOf(bytes: Buffer, encoding: string): Generator<{ text: string; isLast: boolean }> {
  const decoder = iconv.getDecoder(encoding);
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
    yield { text: checked(decoder.write(bytes.subarray(from, from + SLICE_BYTES))), isLast: false };
  }
  yield { text: checked(decoder.end() ?? ''), isLast: true };
}

function checked(text: string): string {
  if (text.includes(REPLACEMENT) || text.includes('\0')) throw new TableError('FILE_ENCODING');
  return text;
}

function delimiterOf(head: string): string {
  const firstLines = head
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 5)
    .join('\n');
  const countOf = (sign: string): number => firstLines.split(sign).length;
  return [',', '\t', ';'].reduce((best, sign) => (countOf(sign) > countOf(best) ? sign : best));
}
