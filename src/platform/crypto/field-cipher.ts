import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a sealed text lives; it opens nowhere else. */
export interface FieldPlace {
  table: string;
  column: string;
  rowId: string;
}

export interface FieldKey {
  kid: number;
  key: Uint8Array;
}

/** A ciphertext that was moved to another place, altered, or sealed with a key we do not have: somebody must look at it. */
export class FieldCipherError extends Error {
  constructor(
    readonly place: FieldPlace,
    why: string,
  ) {
    // Ids, never the text: this sentence reaches the log.
    super(`The sealed value of ${place.table}.${place.column} in row ${place.rowId} does not open: ${why}.`);
    this.name = 'FieldCipherError';
  }
}

const VERSION = 1;
const HEAD_BYTES = 3;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TEXT_FROM = HEAD_BYTES + IV_BYTES + TAG_BYTES;
const TEXT_BYTES_MAX = 64 * 1024;
const IV_POOL = 1024;

/**
 * AES-256-GCM for one field of one row: version u8 | kid u16 | iv 12 | tag 16 | ciphertext. Version, key id and place are
 * authenticated with it, so neither a moved value nor a swapped key id opens. New values take the current key, old ones keep theirs.
 */
export class FieldCipher {
  private keys: ReadonlyMap<number, Uint8Array>;
  private kid: number;
  private ivs = Buffer.alloc(0);
  private ivAt = 0;
  private findNewKeys: () => void = () => undefined;
  private tell: (error: FieldCipherError) => void = () => undefined;

  constructor(keys: readonly FieldKey[], currentKid: number) {
    this.keys = checked(keys, currentKid);
    this.kid = currentKid;
  }

  /** Takes other keys into use, as when a rotation took a step. */
  use(keys: readonly FieldKey[], currentKid: number): void {
    this.keys = checked(keys, currentKid);
    this.kid = currentKid;
  }

  /** Sealed values of a key that is not known yet ask for it once more: another process may have been told of it first. */
  onUnknownKey(findNewKeys: () => void): void {
    this.findNewKeys = findNewKeys;
  }

  /** Hears of every value that does not open. */
  onFailure(tell: (error: FieldCipherError) => void): void {
    this.tell = tell;
  }

  get currentKid(): number {
    return this.kid;
  }

  seal(place: FieldPlace, text: string): Buffer {
    const plain = Buffer.from(text, 'utf8');
    if (plain.length > TEXT_BYTES_MAX) throw new Error(`A sealed field holds at most ${TEXT_BYTES_MAX} bytes.`);
    const head = headOf(this.kid);
    const iv = this.nextIv();
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.kid)!, iv);
    cipher.setAAD(placeBytes(head, place));
    const sealed = cipher.update(plain);
    cipher.final();
    return Buffer.concat([head, iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws FieldCipherError, which is also told to whoever listens */
  open(place: FieldPlace, sealed: Uint8Array): string {
    try {
      return this.openSealed(place, sealed);
    } catch (error) {
      if (error instanceof FieldCipherError) this.tell(error);
      throw error;
    }
  }

  private openSealed(place: FieldPlace, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < TEXT_FROM || bytes[0] !== VERSION) throw new FieldCipherError(place, 'its form is unknown');
    const kid = kidOf(bytes);
    if (!this.keys.has(kid)) this.findNewKeys();
    const key = this.keys.get(kid);
    if (key === undefined) throw new FieldCipherError(place, `there is no field key ${kid}`);

    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEAD_BYTES, HEAD_BYTES + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(placeBytes(bytes.subarray(0, HEAD_BYTES), place));
    decipher.setAuthTag(bytes.subarray(HEAD_BYTES + IV_BYTES, TEXT_FROM));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(TEXT_FROM)), decipher.final()]).toString('utf8');
    } catch {
      throw new FieldCipherError(place, 'it was altered or moved');
    }
  }

  /** True when a value was sealed with an older key and should be sealed again. */
  isStale(sealed: Uint8Array): boolean {
    return kidOf(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)) !== this.kid;
  }

  // One call for a thousand ivs: a bulk load seals two fields a row, and a system call each would dominate.
  private nextIv(): Buffer {
    if (this.ivAt === this.ivs.length) {
      this.ivs = randomBytes(IV_BYTES * IV_POOL);
      this.ivAt = 0;
    }
    this.ivAt += IV_BYTES;
    return this.ivs.subarray(this.ivAt - IV_BYTES, this.ivAt);
  }
}

function checked(keys: readonly FieldKey[], currentKid: number): ReadonlyMap<number, Uint8Array> {
  for (const { kid, key } of keys) {
    if (key.length !== 32) throw new Error(`Field key ${kid} has ${key.length} bytes instead of 32.`);
  }
  if (!keys.some(({ kid }) => kid === currentKid)) throw new Error(`There is no field key ${currentKid} to seal with.`);
  return new Map(keys.map(({ kid, key }) => [kid, key]));
}

function headOf(kid: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(VERSION, 0);
  head.writeUInt16BE(kid, 1);
  return head;
}

function kidOf(sealed: Buffer): number {
  return sealed.readUInt16BE(1);
}

// NUL cannot stand in a PostgreSQL name or text, so two places never read alike.
function placeBytes(head: Buffer, place: FieldPlace): Buffer {
  return Buffer.concat([head, Buffer.from(`${place.table}\0${place.column}\0${place.rowId}`, 'utf8')]);
}
