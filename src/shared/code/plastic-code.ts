import {
  CODE_DIGITS,
  decodeDigits,
  DEFAULT_CODE_PREFIXES,
  encodeDigits,
  presentedKind,
  type CodePrefixes,
} from './code-text.js';

export const PLASTIC_CODE_FORMAT = 0x12;

/** What the federation says of a plastic card: it issued this one, good on these days. Nothing says that its holder is here. */
export interface PlasticCard {
  suite: number;
  kid: number;
  cardNo: number;
  issueNo: number;
  /** Offline class of the card. */
  cardClass: number;
  /** Days since 2020-01-01, the first and the last that count; 0 as the first is every day before, too. */
  fromDay: number;
  toDay: number;
}

/** A decoded S code; its signature and its days are not judged yet. */
export interface PlasticCode {
  kind: 'S';
  card: PlasticCard;
  raw: Uint8Array;
}

const BODY_BYTES = 14;
const SIGNATURE_BYTES = 64;
export const PLASTIC_CODE_BYTES = BODY_BYTES + SIGNATURE_BYTES;
const DOMAIN = new TextEncoder().encode('UCARD/CARD/v1\0');
const DAY_SECONDS = 86_400;
/** 2020-01-01 in Shanghai. */
const DAY_ZERO_SECONDS = Date.UTC(2019, 11, 31, 16) / 1000;

/** The 14 bytes of a card before its signature; throws on a field that does not fit, rather than wrap it. */
export function buildPlasticCard(card: PlasticCard): Uint8Array {
  const bytes = new Uint8Array(BODY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, PLASTIC_CODE_FORMAT);
  view.setUint8(1, fits('suite', card.suite, 8));
  view.setUint16(2, fits('kid', card.kid, 16));
  view.setUint32(4, fits('cardNo', card.cardNo, 32));
  view.setUint8(8, fits('issueNo', card.issueNo, 8));
  view.setUint8(9, fits('cardClass', card.cardClass, 8));
  view.setUint16(10, fits('fromDay', card.fromDay, 16));
  view.setUint16(12, fits('toDay', card.toDay, 16));
  return bytes;
}

/** What the issuer signs: its domain and bytes 0–13, of a bare card or a whole code. */
export function plasticBytesToSign(card: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DOMAIN.length + BODY_BYTES);
  bytes.set(DOMAIN);
  bytes.set(card.subarray(0, BODY_BYTES), DOMAIN.length);
  return bytes;
}

/** The 199 digits that are printed. */
export function encodePlasticCode(
  body: Uint8Array,
  issuerSignature: Uint8Array,
  prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES,
): string {
  if (body.length !== BODY_BYTES || issuerSignature.length !== SIGNATURE_BYTES)
    throw new Error('A plastic code is 14 bytes and a signature of 64.');
  const bytes = new Uint8Array(PLASTIC_CODE_BYTES);
  bytes.set(body);
  bytes.set(issuerSignature, BODY_BYTES);
  return prefixes.S + encodeDigits(bytes);
}

/** Reads the text a till sent, byte for byte; null for anything but the one text of a plastic code. */
export function decodePlasticCode(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): PlasticCode | null {
  if (presentedKind(text, prefixes) !== 'S') return null;
  const raw = decodeDigits(text.slice(-CODE_DIGITS.S), PLASTIC_CODE_BYTES);
  if (raw === null || raw[0] !== PLASTIC_CODE_FORMAT) return null;
  const view = new DataView(raw.buffer);
  const card = {
    suite: view.getUint8(1),
    kid: view.getUint16(2),
    cardNo: view.getUint32(4),
    issueNo: view.getUint8(8),
    cardClass: view.getUint8(9),
    fromDay: view.getUint16(10),
    toDay: view.getUint16(12),
  };
  return { kind: 'S', card, raw };
}

export function plasticSignatureOf(raw: Uint8Array): Uint8Array {
  return raw.subarray(BODY_BYTES, PLASTIC_CODE_BYTES);
}

/** The day of an instant in unix seconds as plastic codes count them; below zero before 2020. */
export function plasticDayAt(unixSeconds: number): number {
  return Math.floor((unixSeconds - DAY_ZERO_SECONDS) / DAY_SECONDS);
}

function fits(field: string, value: number, bits: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits)
    throw new Error(`${field} does not fit ${bits} bits.`);
  return value;
}
