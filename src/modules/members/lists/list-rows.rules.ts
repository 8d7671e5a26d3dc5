import { normaliseIdNumber, readIdNumber } from '../../../shared/numbers/id-number.js';
import { maskIdNumber } from '../../../shared/numbers/masks.js';
import type { ListRowError } from './list.schemas.js';

export interface ListRow {
  /** Line of the text, from 1. */
  readonly row: number;
  /** In stored form: 18 characters. */
  readonly idNumber: string;
}

export interface ReadRows {
  readonly rows: readonly ListRow[];
  readonly refused: readonly ListRowError[];
}

/** A word without a digit at the top of a column is its heading. */
const HEADING = /^\D*$/;

/**
 * The ID numbers of pasted lines. Of a line with several cells, as a sheet or a CSV gives, the one that reads as an ID number counts,
 * or else the first. Each person once: the first line stays, later ones are refused as repeated.
 */
export function readListRows(text: string): ReadRows {
  const rows: ListRow[] = [];
  const refused: ListRowError[] = [];
  const seen = new Set<string>();
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const cells = line.split(/[,;\t，；]/).map((cell) => cell.replace(/^\s*"?|"?\s*$/g, ''));
    if (cells.every((cell) => cell === '')) continue;
    if (at === 0 && cells.every((cell) => HEADING.test(cell))) continue;
    const row = at + 1;
    const cell = cells.find((each) => readIdNumber(each).valid) ?? cells.find((each) => each !== '') ?? '';
    const reading = readIdNumber(cell);
    const maskedValue = maskIdNumber(normaliseIdNumber(cell));
    if (!reading.valid) refused.push({ row, reason: reading.reason, maskedValue });
    else if (seen.has(reading.value.idNumber)) refused.push({ row, reason: 'REPEATED', maskedValue });
    else rows.push({ row, idNumber: reading.value.idNumber });
    if (reading.valid) seen.add(reading.value.idNumber);
  }
  return { rows, refused };
}
