import { tidyNumber } from './half-width.js';

/** The stored form of a mainland mobile number: 11 digits, without +86, blanks and hyphens. */
export function normalisePhone(text: string): string {
  return tidyNumber(text).replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
}

/** True for a Chinese mobile number, however it was typed. */
export function isPhone(text: string): boolean {
  return /^1[3-9][0-9]{9}$/.test(normalisePhone(text));
}
