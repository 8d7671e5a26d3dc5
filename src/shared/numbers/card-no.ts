import { tidyNumber } from './half-width.js';

/** A card number is a dense u32; 0 is no card. */
export const CARD_NO_MIN = 1;
export const CARD_NO_MAX = 2 ** 32 - 1;

const DIGITS = 10;

/** True for an integer that can be a card number. */
export function isCardNo(cardNo: number): boolean {
  return Number.isInteger(cardNo) && cardNo >= CARD_NO_MIN && cardNo <= CARD_NO_MAX;
}

/** ISO 7064 MOD 11,10: one digit that catches every wrong digit and nearly every swap of neighbours, where Luhn misses 09 and 90. */
export function cardNoCheckDigit(tenDigits: string): number {
  let product = 10;
  for (const digit of tenDigits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10;
}

/** The 11 digits that are printed, stored in files and spoken: ten of the number, one check digit. */
export function printCardNo(cardNo: number): string {
  if (!isCardNo(cardNo)) throw new Error('A card number lies between 1 and 4294967295.');
  const digits = String(cardNo).padStart(DIGITS, '0');
  return digits + String(cardNoCheckDigit(digits));
}

/** The printed number in groups as it stands on the card: `0000 1234 567`. */
export function formatCardNo(cardNo: number): string {
  const printed = printCardNo(cardNo);
  return `${printed.slice(0, 4)} ${printed.slice(4, 8)} ${printed.slice(8)}`;
}

/** Reads a printed number, grouped or full-width as people type it; null when a digit is wrong. */
export function parseCardNo(text: string): number | null {
  const digits = tidyNumber(text);
  if (!/^[0-9]{11}$/.test(digits)) return null;
  const cardNo = Number(digits.slice(0, DIGITS));
  if (!isCardNo(cardNo) || cardNoCheckDigit(digits.slice(0, DIGITS)) !== Number(digits.charAt(DIGITS))) return null;
  return cardNo;
}
