import type { PassKey } from '../../../platform/crypto/keyring.js';
import { toBase64Url } from '../../../shared/code/base64url.js';
import { toWireTime } from '../../../shared/time.js';
import { statusAt } from './rotation.rules.js';

/** A key as a list tells it. */
export function listedKey(key: PassKey, now: Date) {
  return {
    kid: key.kid,
    suite: key.suite,
    publicKey: toBase64Url(key.publicKey),
    use: key.use,
    from: toWireTime(key.from),
    to: key.to === null ? null : toWireTime(key.to),
    status: statusAt(key, now),
  };
}

/** The list as one text, byte for byte what is signed and served. */
export function keyListContent(serial: number, keys: readonly PassKey[], now: Date): string {
  return JSON.stringify({ serial, signedAt: toWireTime(now), keys: keys.map((key) => listedKey(key, now)) });
}
