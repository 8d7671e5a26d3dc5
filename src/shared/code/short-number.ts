import { CODE_DIGITS, DEFAULT_CODE_PREFIXES, presentedKind, type CodePrefixes } from './code-text.js';

/** What somebody read off the holder's phone: which card, the last digits of its step, and nine digits only that phone can know. */
export interface ShortCode {
  kind: 'N';
  cardNo: number;
  /** The step modulo 1,000. */
  stepDigits: number;
  /** The authenticator modulo 10^9. */
  mac: number;
}

export const SHORT_SECRET_BYTES = 32;
/** A showing has no count: one number a step, and codes of phones count from 1. */
export const SHORT_CTR = 0;

const CARD_DIGITS = 10;
const STEP_DIGITS = 3;
const MAC_DIGITS = 9;
const STEP_MODULUS = 10 ** STEP_DIGITS;
const MAC_MODULUS = 10 ** MAC_DIGITS;
const CARD_NO_END = 2 ** 32;
const DOMAIN = new TextEncoder().encode('UCARD/N/v1');

/** What the secret of one phone of one card is derived with: `cardNo | slot`. */
export function shortSecretInfo(cardNo: number, slot: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(6);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, cardNo);
  view.setUint16(4, slot);
  return bytes;
}

/** What the secret authenticates: `"UCARD/N/v1" | cardNo | slot | step`. */
export function shortMacInput(cardNo: number, slot: number, step: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DOMAIN.length + 10);
  bytes.set(DOMAIN);
  bytes.set(shortSecretInfo(cardNo, slot), DOMAIN.length);
  new DataView(bytes.buffer).setUint32(DOMAIN.length + 6, step);
  return bytes;
}

/** An HMAC as the number of nine digits that is shown: its 32 bytes modulo 10^9. */
export function shortMacOf(hmac: Uint8Array): number {
  // Each step stays below 2^38, so plain numbers are exact.
  return hmac.reduce((rest, byte) => (rest * 256 + byte) % MAC_MODULUS, 0);
}

/** The 24 digits of a step. */
export function encodeShortNumber(
  { cardNo, step, hmac }: { cardNo: number; step: number; hmac: Uint8Array },
  prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES,
): string {
  const digits = (value: number, width: number): string => String(value).padStart(width, '0');
  return (
    prefixes.N +
    digits(cardNo, CARD_DIGITS) +
    digits(step % STEP_MODULUS, STEP_DIGITS) +
    digits(shortMacOf(hmac), MAC_DIGITS)
  );
}

/** Reads the digits a cashier typed; null for anything but 24 digits that name a card. */
export function decodeShortNumber(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): ShortCode | null {
  if (presentedKind(text, prefixes) !== 'N' || !/^[0-9]+$/.test(text)) return null;
  const digits = text.slice(-CODE_DIGITS.N);
  const cardNo = Number(digits.slice(0, CARD_DIGITS));
  if (cardNo < 1 || cardNo >= CARD_NO_END) return null;
  const stepDigits = Number(digits.slice(CARD_DIGITS, CARD_DIGITS + STEP_DIGITS));
  return { kind: 'N', cardNo, stepDigits, mac: Number(digits.slice(-MAC_DIGITS)) };
}

/** The step nearest to now that ends in these digits; the others lie hours away. */
export function nearestStep(stepDigits: number, nowStep: number): number {
  const ahead = (((stepDigits - nowStep) % STEP_MODULUS) + STEP_MODULUS) % STEP_MODULUS;
  const step = nowStep + (ahead > STEP_MODULUS / 2 ? ahead - STEP_MODULUS : ahead);
  return step < 0 ? step + STEP_MODULUS : step;
}
