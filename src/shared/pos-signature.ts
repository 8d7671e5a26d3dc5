import { z } from 'zod';
import { toBase64Url } from './code/base64url.js';

/**
 * How a till signs what it asks and how we sign what we answer (docs: POS API §1). Imports nothing of Node, so that the merchant page,
 * the simulator and the server build the same bytes.
 */
export const POS_SCHEMES = ['UCARD1-ED25519', 'UCARD1-HMAC-SHA256'] as const;
export type PosScheme = (typeof POS_SCHEMES)[number];

/** A request whose `ts` is further from our clock than this is refused. */
export const CLOCK_SKEW_MAX_S = 300;
/** A nonce is remembered this long: the whole time in which a request with the latest allowed `ts` stays acceptable. */
export const NONCE_LIFE_S = 2 * CLOCK_SKEW_MAX_S;

export const ANSWER_KEY_HEADER = 'UCard-Answer-Key';
export const ANSWER_TIMESTAMP_HEADER = 'UCard-Answer-Timestamp';
export const ANSWER_SIGNATURE_HEADER = 'UCard-Answer-Signature';

/** 32 bytes as base64url without padding. */
export const publicKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the 32 bytes of a public key as base64url');
/** 64 bytes as base64url without padding. */
export const signatureSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{86}$/, 'must be the 64 bytes of a signature as base64url');

export interface SignedRequest {
  readonly method: string;
  /** Path with its query, as sent. */
  readonly path: string;
  readonly ts: number;
  readonly nonce: string;
  /** Empty when the request has none. */
  readonly idempotencyKey: string;
  /** Lower-case hex of SHA-256 over the raw bytes of the body; of no bytes when there is no body. */
  readonly bodyHash: string;
}

/** The text a till signs. */
export function signedText(request: SignedRequest): string {
  const { method, path, ts, nonce, idempotencyKey, bodyHash } = request;
  return `${method}\n${path}\n${ts}\n${nonce}\n${idempotencyKey}\n${bodyHash}\n`;
}

export interface SignedAnswer {
  readonly status: number;
  readonly ts: number;
  /** The nonce of the request, empty when it had none: an answer cannot be passed off as that to another request. */
  readonly nonce: string;
  readonly bodyHash: string;
}

/** The text we sign under an answer. */
export function answerText({ status, ts, nonce, bodyHash }: SignedAnswer): string {
  return `${status}\n${ts}\n${nonce}\n${bodyHash}\n`;
}

export interface PosAuthorization {
  readonly scheme: PosScheme;
  readonly keyId: string;
  readonly ts: number;
  readonly nonce: string;
  /** base64url without padding: 64 bytes for Ed25519, 32 for HMAC. */
  readonly signature: string;
}

const AUTHORIZATION =
  /^(UCARD1-ED25519|UCARD1-HMAC-SHA256) key="(tk_[A-Za-z0-9_-]{6,40})", ?ts="([1-9][0-9]{0,10})", ?nonce="([A-Za-z0-9_-]{22})", ?sig="([A-Za-z0-9_-]{43,86})"$/;

/** Writes the `Authorization` header of a signed request. */
export function authorizationHeader({ scheme, keyId, ts, nonce, signature }: PosAuthorization): string {
  return `${scheme} key="${keyId}", ts="${ts}", nonce="${nonce}", sig="${signature}"`;
}

/** Reads the `Authorization` header of a signed request; null for anything else, never an exception. */
export function parseAuthorization(header: string | undefined): PosAuthorization | null {
  const found = header === undefined ? null : AUTHORIZATION.exec(header);
  if (!found) return null;
  const [, name, keyId, ts, nonce, signature] = found;
  const scheme = POS_SCHEMES.find((known) => known === name);
  if (scheme === undefined || keyId === undefined || nonce === undefined || signature === undefined) return null;
  return { scheme, keyId, ts: Number(ts), nonce, signature };
}

/** A fresh nonce: 16 random bytes as 22 characters of base64url. */
export function newNonce(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** Lower-case hex of SHA-256. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
