/** How a spreadsheet's numbers become the text a person would have typed. */

const DAYS_TO_1970 = 25_569;
const DAYS_1904 = 1_462;
const DAY_MS = 86_400_000;
/** What a spreadsheet keeps of a number; digits beyond are zeros of its own. */
const DIGITS_KEPT = 15;

/** True for a number format that shows a day; built-in ones have no text. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  // Quoted words, escaped signs and [colours or conditions] are no part of the pattern; hours alone are no day.
  const pattern = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '').toLowerCase();
  return /[yd]/.test(pattern) || (pattern.includes('m') && !/[hs]/.test(pattern) && !/[0#]/.test(pattern));
}

/** The day of a serial number, with its time when it has one; null outside 1900–2999. */
export function daySerial(serial: number, since1904: boolean): string | null {
  const whole = Math.floor(serial) + (since1904 ? DAYS_1904 : 0);
  // The spreadsheet believes in a 29 February 1900; before it, numbers are one day off.
  const days = whole - DAYS_TO_1970 + (whole < 60 ? 1 : 0);
  if (!Number.isFinite(serial) || whole < 1 || whole > 401_768) return null;
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400);
  const text = new Date(days * DAY_MS + seconds * 1000).toISOString();
  return seconds === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** A number without exponent and without the `.0` some programs write. */
export function numberText(value: string): string {
  if (/^-?\d+$/.test(value)) return value;
  const number = Number(value);
  if (!Number.isFinite(number) || value.trim() === '') return value;
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

/** True when a number has more digits than a spreadsheet keeps: an ID number typed into a number cell. */
export function isRounded(text: string): boolean {
  return /^-?\d+$/.test(text) && text.replace('-', '').length > DIGITS_KEPT;
}

/** `AB` of `AB12` as a number from 0; −1 when it is no cell's name. */
export function columnOf(reference: string): number {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return at === 0 || at > 3 ? -1 : column - 1;
}

/** Signs that XML cannot hold are written as `_x000D_`. */
export function unescapeCell(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
