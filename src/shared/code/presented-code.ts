import { type CodePrefixes, DEFAULT_CODE_PREFIXES } from './code-text.js';
import { decodeCode, type PhoneCode } from './phone-code.js';
import { decodePlasticCode, type PlasticCode } from './plastic-code.js';
import { decodeShortNumber, type ShortCode } from './short-number.js';

/** Any code a till may present. */
export type TillCode = PhoneCode | PlasticCode | ShortCode;

/** Reads a phone's code, a plastic card's or a short number; null for what is none of them. */
export function decodeTillCode(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): TillCode | null {
  const other = decodePlasticCode(text, prefixes) ?? decodeShortNumber(text, prefixes);
  if (other) return other;
  const decoded = decodeCode(text, prefixes);
  return decoded.readable ? decoded.code : null;
}

/** Which card a code names. */
export function cardNoOf(code: TillCode): number {
  switch (code.kind) {
    case 'D':
      return code.pass.cardNo;
    case 'S':
      return code.card.cardNo;
    case 'N':
      return code.cardNo;
  }
}
