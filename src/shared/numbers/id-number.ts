import { tidyNumber } from './half-width.js';

export type Gender = 'FEMALE' | 'MALE';

export interface IdNumber {
  /** 18 characters, the check character in upper case: the one form that is stored, hashed and compared. */
  idNumber: string;
  area: string;
  bornOn: string;
  gender: Gender;
}

export type IdNumberReason =
  'ID_NUMBER_LENGTH' | 'ID_NUMBER_CHARACTERS' | 'ID_NUMBER_AREA' | 'ID_NUMBER_BIRTH_DATE' | 'ID_NUMBER_CHECK';

export type IdNumberReading = { valid: true; value: IdNumber } | { valid: false; reason: IdNumberReason };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const EARLIEST_YEAR = 1900;

// GB/T 2260 provinces, and 9 for foreigners' permanent residence cards of 2023, which carry the same check.
const AREA = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/;

/** The GB 11643 (ISO 7064 MOD 11-2) check character of the first 17 digits. */
export function idNumberCheckCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (seventeen.charCodeAt(at) - 48), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** Full-width signs, blanks and a small x are what people type; the answer is the stored form, checked or not. */
export function normaliseIdNumber(text: string): string {
  return tidyNumber(text).toUpperCase();
}

/** Reads a GB 11643 number or says what is wrong; with `todayOn` (`2026-11-22`) a birth after that day is refused too. */
export function readIdNumber(text: string, todayOn?: string): IdNumberReading {
  const idNumber = normaliseIdNumber(text);
  if (idNumber.length !== 18) return { valid: false, reason: 'ID_NUMBER_LENGTH' };
  if (!/^[0-9]{17}[0-9X]$/.test(idNumber)) return { valid: false, reason: 'ID_NUMBER_CHARACTERS' };
  if (!AREA.test(idNumber)) return { valid: false, reason: 'ID_NUMBER_AREA' };

  const bornOn = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!isCalendarDay(bornOn) || (todayOn !== undefined && bornOn > todayOn)) {
    return { valid: false, reason: 'ID_NUMBER_BIRTH_DATE' };
  }
  if (idNumberCheckCharacter(idNumber.slice(0, 17)) !== idNumber.charAt(17)) {
    return { valid: false, reason: 'ID_NUMBER_CHECK' };
  }
  const gender = Number(idNumber.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE';
  return { valid: true, value: { idNumber, area: idNumber.slice(0, 6), bornOn, gender } };
}

/** True exactly for what `readIdNumber` reads. */
export function isIdNumber(text: string): boolean {
  return readIdNumber(text).valid;
}

/** Makes a valid number for the demo: area of 6 digits, birth day `1990-01-31`, order code 0–999 (odd is a man). */
export function makeIdNumber(area: string, bornOn: string, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 999) {
    throw new Error(`An ID number's order code is 0–999, not ${sequence}.`);
  }
  const seventeen = area + bornOn.replaceAll('-', '') + String(sequence).padStart(3, '0');
  const made = seventeen + idNumberCheckCharacter(seventeen);
  const reading = readIdNumber(made);
  if (!reading.valid) throw new Error(`No ID number can be made from these parts: ${reading.reason}.`);
  return made;
}

function isCalendarDay(day: string): boolean {
  const made = new Date(`${day}T00:00:00Z`);
  // JavaScript rolls 30 February over into March, so the day must come back unchanged.
  return made.getUTCFullYear() >= EARLIEST_YEAR && made.toISOString().startsWith(day);
}
