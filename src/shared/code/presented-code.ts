import { type CodePrefixes, DEFAULT_CODE_PREFIXES } from './code-text.js';
import { decodeCode, type PhoneCode } from './phone-code.js';
import { decodePlasticCode, type PlasticCode } from './plastic-code.js';

/** Any code a till may present. */
export type TillCode = PhoneCode | PlasticCode;

/** Reads a phone's or a plastic card's code; null for what is neither. */
export function decodeTillCode(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): TillCode | null {
  const plastic = decodePlasticCode(text, prefixes);
  if (plastic) return plastic;
  const decoded = decodeCode(text, prefixes);
  return decoded.readable ? decoded.code : null;
}

/** Which card a code names. */
export function cardNoOf(code: TillCode): number {
  return code.kind === 'D' ? code.pass.cardNo : code.card.cardNo;
}
