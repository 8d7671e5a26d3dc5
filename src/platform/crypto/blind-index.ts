import { createHmac } from 'node:crypto';

export interface IndexKey {
  readonly kid: number;
  readonly key: Uint8Array;
}

/** Which keys an index works with: `next` while a rotation fills its hashes, `retired` while hashes nobody can make anew still hang on them. */
export interface IndexKeys {
  readonly current: IndexKey;
  readonly next: IndexKey | null;
  readonly retired: readonly IndexKey[];
}

/** What a row keeps of one text: the hash under the live key of odd id and under that of even id; null where there is no such key. */
export interface HashPair {
  readonly odd: Buffer | null;
  readonly even: Buffer | null;
}

/**
 * Finds equal secrets without showing them: HMAC-SHA-256 under its own key. The same text of another kind gives another index, so
 * columns cannot be joined. While a key is rotated there are two live ones; each has a column of its own, by whether its id is odd,
 * so that both hashes can be unique and no process has to know how far the rotation is.
 */
export class BlindIndex {
  private keys: IndexKeys;

  constructor(keys: Uint8Array | IndexKeys) {
    this.keys = checked(
      keys instanceof Uint8Array ? { current: { kid: 1, key: keys }, next: null, retired: [] } : keys,
    );
  }

  /** Takes other keys into use, as when a rotation took a step. */
  use(keys: IndexKeys): void {
    this.keys = checked(keys);
  }

  get currentKid(): number {
    return this.keys.current.kid;
  }

  get nextKid(): number | null {
    return this.keys.next?.kid ?? null;
  }

  /** 32 bytes for `bytea` under the current key; the caller gives the text in its one normal form. For what lives shorter than a rotation takes. */
  of(kind: string, normalisedText: string): Buffer {
    return hmac(this.keys.current, kind, normalisedText);
  }

  /** Under every key there is, the current one first: what a look-up asks for, whichever key a row was written with. */
  all(kind: string, normalisedText: string): Buffer[] {
    const { current, next, retired } = this.keys;
    return [current, ...(next ? [next] : []), ...retired].map((key) => hmac(key, kind, normalisedText));
  }

  /** What a row keeps: a hash under each live key. */
  pair(kind: string, normalisedText: string): HashPair {
    const live = [this.keys.current, ...(this.keys.next ? [this.keys.next] : [])];
    const under = (parity: number): Buffer | null => {
      const key = live.find(({ kid }) => kid % 2 === parity);
      return key ? hmac(key, kind, normalisedText) : null;
    };
    return { odd: under(1), even: under(0) };
  }
}

function hmac({ key }: IndexKey, kind: string, text: string): Buffer {
  return createHmac('sha256', key).update(`blind-index/v1\0${kind}\0`).update(text, 'utf8').digest();
}

function checked(keys: IndexKeys): IndexKeys {
  const { current, next, retired } = keys;
  for (const { key } of [current, ...(next ? [next] : []), ...retired])
    if (key.length !== 32) throw new Error(`The index key has ${key.length} bytes instead of 32.`);
  if (next && next.kid % 2 === current.kid % 2)
    throw new Error(`Index keys ${current.kid} and ${next.kid} would share a column.`);
  return keys;
}
