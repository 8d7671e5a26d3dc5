import {
  CODE_DIGITS,
  decodeDigits,
  DEFAULT_CODE_PREFIXES,
  encodeDigits,
  presentedKind,
  type CodePrefixes,
} from './code-text.js';

export const PHONE_CODE_FORMAT = 0x11;
export const SUITE_ED25519 = 0;
export const STEP_SECONDS = 30;
export const PASS_LIFE_MINUTES_MAX = 4320;
export const RENEW_BELOW_MINUTES = 2880;

/** What the federation says of a phone: this device may show this card until then. */
export interface Pass {
  suite: number;
  kid: number;
  cardNo: number;
  notBeforeMinutes: number;
  lifeMinutes: number;
  deviceSlot: number;
  offlineClass: number;
  offlineCap: number;
  policyEpoch: number;
  devicePublicKey: Uint8Array;
}

/** What the phone says: shown in this step, for the ctr-th time. */
export interface Tap {
  step: number;
  ctr: number;
}

/** A decoded D code; its signatures and its dates are not judged yet. */
export interface PhoneCode {
  kind: 'D';
  pass: Pass;
  tap: Tap;
  raw: Uint8Array;
}

export type DecodedCode = { readable: true; code: PhoneCode } | { readable: false; reason: 'CODE_MALFORMED' };

const BODY_BYTES = 52;
const KEY_AT = 20;
const SIGNATURE_BYTES = 64;
export const PASS_BYTES = BODY_BYTES + SIGNATURE_BYTES;
const TAP_END = PASS_BYTES + 8;
export const PHONE_CODE_BYTES = TAP_END + SIGNATURE_BYTES;

const PASS_DOMAIN = new TextEncoder().encode('UCARD/PASS/v1\0');
const TAP_DOMAIN = new TextEncoder().encode('UCARD/TAP/v1\0');

/** The 52 bytes of a pass before its signature; throws on a field that does not fit, rather than wrap it. */
export function buildPass(pass: Pass): Uint8Array {
  if (pass.devicePublicKey.length !== BODY_BYTES - KEY_AT) throw new Error('A device key has 32 bytes.');
  const bytes = new Uint8Array(BODY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, PHONE_CODE_FORMAT);
  view.setUint8(1, fits('suite', pass.suite, 8));
  view.setUint16(2, fits('kid', pass.kid, 16));
  view.setUint32(4, fits('cardNo', pass.cardNo, 32));
  view.setUint32(8, fits('notBeforeMinutes', pass.notBeforeMinutes, 32));
  view.setUint16(12, fits('lifeMinutes', pass.lifeMinutes, 16));
  view.setUint16(14, fits('deviceSlot', pass.deviceSlot, 16));
  view.setUint8(16, fits('offlineClass', pass.offlineClass, 8));
  view.setUint8(17, fits('offlineCap', pass.offlineCap, 8));
  view.setUint16(18, fits('policyEpoch', pass.policyEpoch, 16));
  bytes.set(pass.devicePublicKey, KEY_AT);
  return bytes;
}

/** What the issuer signs: its domain and bytes 0–51, of a bare pass, a signed one or a whole code. */
export function passBytesToSign(pass: Uint8Array): Uint8Array {
  return joined(PASS_DOMAIN, pass.subarray(0, BODY_BYTES));
}

/** The signed pass, 116 bytes, that a phone keeps. */
export function signPass(body: Uint8Array, issuerSignature: Uint8Array): Uint8Array {
  return exactly(PASS_BYTES, joined(body, issuerSignature));
}

/** A signed pass with the step and the count of this showing, 124 bytes. */
export function buildTap(signedPass: Uint8Array, tap: Tap): Uint8Array {
  const bytes = exactly(TAP_END, joined(signedPass, new Uint8Array(TAP_END - PASS_BYTES)));
  const view = new DataView(bytes.buffer);
  view.setUint32(PASS_BYTES, fits('step', tap.step, 32));
  view.setUint32(PASS_BYTES + 4, fits('ctr', tap.ctr, 32));
  return bytes;
}

/** What the phone signs: its domain and bytes 0–123, of a tap or a whole code. */
export function tapBytesToSign(tap: Uint8Array): Uint8Array {
  return joined(TAP_DOMAIN, tap.subarray(0, TAP_END));
}

/** The whole code, 188 bytes. */
export function signTap(tap: Uint8Array, deviceSignature: Uint8Array): Uint8Array {
  return exactly(PHONE_CODE_BYTES, joined(tap, deviceSignature));
}

/** The 484 digits that are drawn. */
export function encodePhoneCode(code: Uint8Array, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): string {
  return prefixes.D + encodeDigits(exactly(PHONE_CODE_BYTES, code));
}

/** Reads the text a till sent, byte for byte: one text for each payload, anything else is malformed. */
export function decodeCode(text: string, prefixes: CodePrefixes = DEFAULT_CODE_PREFIXES): DecodedCode {
  // Plastic cards and short numbers have layouts of their own.
  if (presentedKind(text, prefixes) !== 'D') return { readable: false, reason: 'CODE_MALFORMED' };
  const raw = decodeDigits(text.slice(-CODE_DIGITS.D), PHONE_CODE_BYTES);
  if (raw === null || raw[0] !== PHONE_CODE_FORMAT) return { readable: false, reason: 'CODE_MALFORMED' };
  const view = new DataView(raw.buffer);
  const tap = { step: view.getUint32(PASS_BYTES), ctr: view.getUint32(PASS_BYTES + 4) };
  return { readable: true, code: { kind: 'D', pass: readPass(raw), tap, raw } };
}

/** The fields of a pass, of 52 bytes or more. */
export function readPass(bytes: Uint8Array): Pass {
  if (bytes.length < BODY_BYTES) throw new Error('A pass has at least 52 bytes.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    suite: view.getUint8(1),
    kid: view.getUint16(2),
    cardNo: view.getUint32(4),
    notBeforeMinutes: view.getUint32(8),
    lifeMinutes: view.getUint16(12),
    deviceSlot: view.getUint16(14),
    offlineClass: view.getUint8(16),
    offlineCap: view.getUint8(17),
    policyEpoch: view.getUint16(18),
    devicePublicKey: bytes.slice(KEY_AT, BODY_BYTES),
  };
}

/** The signed pass inside a code, without a copy. */
export function passOf(raw: Uint8Array): Uint8Array {
  return raw.subarray(0, PASS_BYTES);
}

export function issuerSignatureOf(raw: Uint8Array): Uint8Array {
  return raw.subarray(BODY_BYTES, PASS_BYTES);
}

export function deviceSignatureOf(raw: Uint8Array): Uint8Array {
  return raw.subarray(TAP_END, PHONE_CODE_BYTES);
}

/** The step of an instant in unix seconds. */
export function stepAt(unixSeconds: number): number {
  return Math.floor(unixSeconds / STEP_SECONDS);
}

/** The first unix second at which a pass is no longer good. */
export function passEndsAt(pass: Pick<Pass, 'lifeMinutes' | 'notBeforeMinutes'>): number {
  return (pass.notBeforeMinutes + pass.lifeMinutes) * 60;
}

/** A phone asks for a new pass whenever it is online and less than 48 h are left. */
export function isPassDueForRenewal(
  pass: Pick<Pass, 'lifeMinutes' | 'notBeforeMinutes'>,
  unixSeconds: number,
): boolean {
  return passEndsAt(pass) - unixSeconds < RENEW_BELOW_MINUTES * 60;
}

function fits(field: string, value: number, bits: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits)
    throw new Error(`${field} does not fit ${bits} bits.`);
  return value;
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

function exactly<Bytes extends Uint8Array>(length: number, bytes: Bytes): Bytes {
  if (bytes.length !== length) throw new Error(`Expected ${length} bytes, got ${bytes.length}.`);
  return bytes;
}
