import { COMPOUND_SURNAMES } from './surnames.js';

/** `138****1234`; anything that is not 11 characters long shows its ends only. */
export function maskPhone(phone: string): string {
  return phone.length === 11 ? `${phone.slice(0, 3)}****${phone.slice(7)}` : maskValue(phone);
}

/** `3601**********1234`: four, fourteen hidden as ten, four; the birth day never shows. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length === 18 ? `${idNumber.slice(0, 4)}**********${idNumber.slice(14)}` : maskValue(idNumber);
}

/** What stands where a name was, once a person's data are erased; there is nothing left to mask. */
export const ERASED_NAME = '已注销';

/** `王**`, `欧阳**`: the surname alone, always two stars, so that the length of the name does not show either. */
export function maskName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === ERASED_NAME) return ERASED_NAME;
  const surname = COMPOUND_SURNAMES.find(
    (compound) => trimmed.startsWith(compound) && trimmed.length > compound.length,
  );
  return `${surname ?? Array.from(trimmed)[0] ?? ''}**`;
}

/** The printed card number with its middle hidden: `0000****890`. */
export function maskCardNo(printed: string): string {
  const digits = printed.replaceAll(' ', '');
  return digits.length === 11 ? `${digits.slice(0, 4)}****${digits.slice(8)}` : maskValue(digits);
}

/** Any personal value in an error report: enough to find the row, never enough to know the person. */
export function maskValue(value: string): string {
  const signs = Array.from(value);
  if (signs.length <= 2) return '*'.repeat(signs.length);
  const shown = signs.length >= 8 ? 2 : 1;
  return `${signs.slice(0, shown).join('')}****${signs.slice(-shown).join('')}`;
}
