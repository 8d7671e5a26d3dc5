/** What the root signs begins with this, so that no other signature of it is ever taken for a list. */
const KEY_LIST_DOMAIN = 'UCARD/KEYS/v1\0';

/** The bytes the root signs of a list's text. */
export function keyListBytes(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(KEY_LIST_DOMAIN + content);
}
