import { toBase64Url } from './bytes.js';

/** A random name of 16 bytes: 22 characters that fit nonces, keys of attempts and the page's own device name. */
export function randomName(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}
