import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Keyring, type PassKey } from '../../../platform/crypto/keyring.js';
import { Ed25519Signer, type Signer } from '../../../platform/crypto/signer.js';
import { Database } from '../../../platform/database/database.js';
import { type CardKeyRow, readKeys } from './keys.repository.js';
import { type KeyUse, signingKeyAt } from './rotation.rules.js';

const UNKNOWN_REREAD_MS = 1_000;

/** Where the private half of a key lies sealed. */
export const keyPlace = (kid: number) => ({ table: 'card_key', column: 'private_key_cipher', rowId: String(kid) });

/**
 * The keys of codes as this process knows them: those of the key files, what the database says of them, and those made since. A number
 * that every change moves travels with each load of a batch, so a key that was withdrawn counts for no later decision, and a key nobody
 * knows is looked for once a second at most.
 */
@Injectable()
export class CardKeys {
  private keys: ReadonlyMap<number, PassKey>;
  private rows: ReadonlyMap<number, CardKeyRow> = new Map();
  private readonly signers = new Map<number, Signer>();
  private known = -1;
  private reading: Promise<void> | null = null;
  private soughtMs = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly cipher: FieldCipher,
  ) {
    this.keys = keyring.passKeys;
  }

  lookup(kid: number): PassKey | undefined {
    return this.keys.get(kid);
  }

  /** Every key, by its number. */
  list(): PassKey[] {
    return [...this.keys.values()].toSorted((a, b) => a.kid - b.kid);
  }

  /** Knows at least what was true when the number had this value. */
  async atLeast(version: number): Promise<void> {
    while (this.known < version) await this.read();
  }

  /** Looks for a key this process has not heard of; strangers cannot make it ask all the time. */
  async seek(kid: number): Promise<void> {
    if (this.keys.has(kid) || performance.now() - this.soughtMs < UNKNOWN_REREAD_MS) return;
    this.soughtMs = performance.now();
    await this.read();
  }

  /** The newest key that may sign now, knowing at least `version`. @throws Error when there is none */
  async signer(use: KeyUse, now: Date, version: number): Promise<Signer> {
    await this.atLeast(version);
    const key = signingKeyAt(this.list(), use, now);
    if (key === null) throw new Error(`no active key for signing ${use} codes`);
    return this.signerOf(key.kid);
  }

  /** The same, whatever this process knew before. */
  async freshSigner(use: KeyUse, now: Date): Promise<Signer> {
    await this.read();
    return this.signer(use, now, this.known);
  }

  /** Reads again; callers at the same moment share one reading that began after they asked. */
  async read(): Promise<void> {
    const before = this.reading;
    if (before) await before;
    this.reading ??= this.readNow().finally(() => {
      this.reading = null;
    });
    await this.reading;
  }

  private async readNow(): Promise<void> {
    const { version, keys: rows } = await readKeys(this.database.db);
    const keys = new Map(this.keyring.passKeys);
    for (const row of rows) {
      const ofFile = keys.get(row.kid);
      // What a key file says of itself stands; the database adds that its time is over, or that it was withdrawn.
      if (ofFile) keys.set(row.kid, { ...ofFile, to: row.to ?? ofFile.to, status: sterner(ofFile.status, row.status) });
      else keys.set(row.kid, { ...row, publicKey: new Uint8Array(row.publicKey) });
    }
    this.rows = new Map(rows.map((row) => [row.kid, row]));
    this.keys = keys;
    this.known = version;
  }

  private signerOf(kid: number): Signer {
    const known = this.keyring.passSignerOf(kid) ?? this.signers.get(kid);
    if (known) return known;
    const sealed = this.rows.get(kid)?.privateKeyCipher;
    if (!sealed) throw new Error(`key ${kid} has no private half here`);
    const signer = new Ed25519Signer(kid, Buffer.from(this.cipher.open(keyPlace(kid), sealed), 'base64'));
    this.signers.set(kid, signer);
    return signer;
  }
}

function sterner(file: PassKey['status'], row: CardKeyRow['status']): PassKey['status'] {
  return row === 'REVOKED' ? 'REVOKED' : file;
}
