import { toHalfWidth } from '../../shared/numbers/half-width.js';

const EXCEL_DAYS_TO_1970 = 25_569;
const DAY_MS = 86_400_000;

/**
 * A cell as it was meant: half-width, without control and invisible signs, without the apostrophe or `="…"` that keeps a long number as
 * text in a spreadsheet.
 */
export function tidyCell(cell: string): string {
  const text = toHalfWidth(cell)
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '')
    .replaceAll(/[\p{Cc}\u00A0]/gu, ' ')
    .trim();
  return (/^="([^"]*)"$/.exec(text)?.[1] ?? text.replace(/^'/, '')).trim();
}

export type DayReading = { readonly day: string } | { readonly wrong: 'FORM' | 'UNCLEAR' };

/**
 * A day as people write it: `2024-03-05`, `2024/3/5`, `2024.3.5`, `20240305`, `2024年3月5日`, a month (`2024.3`, `2024年3月`, `202403`:
 * its first day), any of them with a time behind, or the bare number a spreadsheet keeps for a day.
 */
export function readDay(cell: string): DayReading {
  const text = cell.replace(/[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '').replaceAll(' ', '');
  // A number cell forgets the zero of 2024.10, so this may be January or October.
  if (/^\d{4}\.1$/.test(text)) return { wrong: 'UNCLEAR' };
  if (/^\d{5}$/.test(text)) return serialDay(Number(text));
  const parts =
    /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(text);
  if (parts === null) return { wrong: 'FORM' };
  const [, year = '', month = '', day = '1'] = parts;
  return realDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

function realDay(day: string): DayReading {
  const made = new Date(`${day}T00:00:00Z`);
  // JavaScript rolls 30 February over into March, so the day must come back unchanged.
  const isReal = !Number.isNaN(made.getTime()) && made.toISOString().startsWith(day) && day >= '1900';
  return isReal ? { day } : { wrong: 'FORM' };
}

function serialDay(serial: number): DayReading {
  return realDay(new Date((serial - EXCEL_DAYS_TO_1970) * DAY_MS).toISOString().slice(0, 10));
}

const YES = new Set(['是', '有', '已建', 'Y', 'YES', 'TRUE', '1', '√', '✓', '✔']);
const NO = new Set(['否', '无', '没有', '未建', '不是', 'N', 'NO', 'FALSE', '0', '×', 'X', '✗']);

/** Yes or no as forms have it; null for anything else. */
export function readYesNo(cell: string): boolean | null {
  const text = cell.toUpperCase();
  return YES.has(text) ? true : NO.has(text) ? false : null;
}

/** A count without its unit or thousands separators: `1,200人`; null for anything that is no whole number. */
export function readCount(cell: string): number | null {
  const digits = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:人|名|个|家)?$/.exec(cell.replaceAll(' ', ''))?.[1];
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}
