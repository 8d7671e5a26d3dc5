import { createPublicKey, verify, type KeyObject } from 'node:crypto';

import { Lru } from './lru.js';

export const ED25519_PUBLIC_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

const IMPORTED_KEYS_MAX = 10_000;
const imported = new Lru<KeyObject>(IMPORTED_KEYS_MAX);

/** A raw 32-byte public key as Node wants it; null when it is no key at all. */
export function importEd25519PublicKey(publicKey: Uint8Array): KeyObject | null {
  if (publicKey.length !== ED25519_PUBLIC_KEY_BYTES) return null;
  try {
    // As a JWK Node takes the raw bytes as they are; through OpenSSL's DER decoder the import would cost as much as a verification.
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

/** The raw 32 bytes of an Ed25519 key object, public or private. */
export function rawEd25519PublicKey(key: KeyObject): Uint8Array {
  const spki = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' });
  // RFC 8410: the key is the end of its SPKI form.
  return new Uint8Array(spki.subarray(-ED25519_PUBLIC_KEY_BYTES));
}

/** Judges a signature in the thread pool, so that no request waits behind another's arithmetic; false for anything malformed, never an exception. */
export function verifyWithKey(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== ED25519_SIGNATURE_BYTES) return Promise.resolve(false);
  return new Promise((resolve) => {
    try {
      verify(null, bytes, key, signature, (error, fits) => resolve(error === null && fits));
    } catch {
      resolve(false);
    }
  });
}

/** `verifyWithKey` for a raw key that is used again and again (a terminal's, an issuer's): its import is remembered. Not for keys that a stranger supplies. */
export function verifyEd25519(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const name = Buffer.from(publicKey).toString('base64');
  const known = imported.get(name);
  if (known) return verifyWithKey(known, bytes, signature);
  const key = importEd25519PublicKey(publicKey);
  if (key === null) return Promise.resolve(false);
  imported.set(name, key);
  return verifyWithKey(key, bytes, signature);
}
