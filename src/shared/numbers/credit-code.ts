import { tidyNumber } from './half-width.js';

// GB 32100: no I, O, S, V or Z, which read like 1, 0, 5, U and 2.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const CODE = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The stored form: half-width, upper case, no blanks. */
export function normaliseCreditCode(text: string): string {
  return tidyNumber(text).toUpperCase();
}

/** The GB 32100 check character of the first 17 characters. */
export function creditCodeCheckCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(seventeen.charAt(at)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** True for 18 characters of a unified social credit code whose check character fits; the older organisation code inside is not judged, as registers hold some with a wrong one. */
export function isCreditCode(text: string): boolean {
  const code = normaliseCreditCode(text);
  return CODE.test(code) && creditCodeCheckCharacter(code.slice(0, 17)) === code.charAt(17);
}

/** Makes a valid code of a company (91) for the demo: area of 6 digits, sequence 0–99,999,999; its organisation code is valid too. */
export function makeCreditCode(area: string, sequence: number, registry = '91'): string {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 99_999_999) {
    throw new Error(`A credit code's sequence is 0–99999999, not ${sequence}.`);
  }
  const organisation = String(sequence).padStart(8, '0');
  const seventeen = registry + area + organisation + organisationCheckCharacter(organisation);
  const made = seventeen + creditCodeCheckCharacter(seventeen);
  if (!isCreditCode(made)) throw new Error(`No credit code can be made from area ${area} and registry ${registry}.`);
  return made;
}

// GB 11714: 11 − sum mod 11, where 10 is X and 11 is 0.
function organisationCheckCharacter(eight: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * ALPHABET.indexOf(eight.charAt(at)),
    0,
  );
  return '0123456789X0'.charAt(11 - (sum % 11));
}
