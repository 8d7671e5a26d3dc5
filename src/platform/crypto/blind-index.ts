import { createHmac } from 'node:crypto';

/** Finds equal secrets without showing them: HMAC-SHA-256 under its own key. The same text of another kind gives another index, so columns cannot be joined. */
export class BlindIndex {
  constructor(private readonly key: Uint8Array) {
    if (key.length !== 32) throw new Error(`The index key has ${key.length} bytes instead of 32.`);
  }

  /** 32 bytes for `bytea`; the caller gives the text in its one normal form. */
  of(kind: string, normalisedText: string): Buffer {
    return createHmac('sha256', this.key).update(`blind-index/v1\0${kind}\0`).update(normalisedText, 'utf8').digest();
  }
}
