import { ed25519 } from '@noble/curves/ed25519.js';

import { ED25519_PUBLIC_KEY_BYTES } from './ed25519.js';

/** True for a key worth binding: a canonical point outside the small subgroups, under which one signature would fit many texts. */
export function isStrongEd25519PublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== ED25519_PUBLIC_KEY_BYTES) return false;
  try {
    const point = ed25519.Point.fromBytes(publicKey);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}
