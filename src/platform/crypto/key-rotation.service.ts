import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Database, type Db, type Tx } from '../database/database.js';
import { beyondScope } from '../database/reach.js';
import { logger } from '../logging/logger.js';
import { changeKeyFile, readRotatingKeys } from './key-folder.js';
import type { RotatingFile, SecretKeys } from './key-files.js';
import { addNextKey, clearableKid, dropKeys, KeyStepError, retiredKeys, useNextKey } from './key-steps.js';
import { Keyring } from './keyring.js';
import {
  type Chunk,
  countStale,
  countStaleFiles,
  listUnnamed,
  resealChunk,
  type SealedColumns,
  type SealedFiles,
} from './sealed-columns.js';

export const ROTATING_KEYS = { fields: 'field-keys.json', index: 'index-keys.json' } as const satisfies Record<
  string,
  RotatingFile
>;
export type RotatingKeys = keyof typeof ROTATING_KEYS;

/** Blind indexes of one table, filled and cleared by the module that can make them anew. */
export interface IndexedTable {
  readonly table: string;
  /** Rows that lack a hash under this key and could have one. */
  countMissing(db: Db, kid: number): Promise<number>;
  /** Gives the next of them one. */
  fillChunk(tx: Tx, kid: number, after: string | null, limit: number): Promise<Chunk>;
  /** Removes the hashes of a retired key where a newer one stands. */
  clear(tx: Tx, kid: number): Promise<number>;
  /** Rows those would be removed from. */
  countHeld(db: Db, kid: number): Promise<number>;
  /** Hashes of a key retired then that cannot be made anew, because the text is gone. */
  countHanging(db: Db, kid: number, retiredAt: Date): Promise<number>;
}

/** Sealed values that the platform's own role cannot reach; whoever can seals them anew. */
export interface SealedApart {
  readonly table: string;
  /** Values of another key than this one; what cannot be looked at counts as one of them. */
  countStale(kid: number): Promise<number>;
  /** Seals some anew with the current key; answers how many. */
  resealSome(): Promise<number>;
}

/** How far one table is. */
export interface TableProgress {
  readonly table: string;
  readonly left: number;
}

export interface RotationProgress {
  readonly keys: RotatingKeys;
  readonly current: number;
  readonly next: number | null;
  readonly retired: readonly number[];
  readonly tables: readonly TableProgress[];
}

const CHUNK_ROWS = 500;
/** An answer on its way, a code sent to a phone and a refreshed session all live shorter than this on hashes of before. */
const CLEAR_AFTER_MS = 3_600_000;
const LOCK = 7_461_204_913;

/**
 * Changes the keys of sealed fields and blind indexes while the product runs. Each step is safe at any moment: a process knows the key
 * to come before anything needs it, rows are changed in chunks that may be cut anywhere, and a key goes only when nothing hangs on it.
 */
@Injectable()
export class KeyRotation {
  private readonly sealed: SealedColumns[] = [];
  private readonly indexed: IndexedTable[] = [];
  private readonly files: SealedFiles[] = [];
  private readonly apart: SealedApart[] = [];

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** Names what a module keeps sealed; what nobody names would be lost with its key. */
  keepSealed(place: SealedColumns): void {
    this.sealed.push(place);
  }

  /** Names sealed files that live for days: they are not sealed anew, a key stays until the last of them is gone. */
  keepFiles(files: SealedFiles): void {
    this.files.push(files);
  }

  keepApart(apart: SealedApart): void {
    this.apart.push(apart);
  }

  keepIndexed(table: IndexedTable): void {
    this.indexed.push(table);
  }

  /** Adds the key to come to the folder. @throws KeyStepError, KeyFolderError */
  async add(keys: RotatingKeys): Promise<void> {
    if (keys === 'fields' && (await this.leftSealed()) > 0)
      throw new KeyStepError('The rotation before is not through: sealed values still wait for the current key.');
    await this.locked(async (tx) => {
      const waits = await this.findUnfinished(tx, keys);
      if (waits !== null) throw new KeyStepError(waits);
      await changeKeyFile(this.folder, ROTATING_KEYS[keys], (file) => addNextKey(file, this.clock.now()));
    });
    this.keyring.reread();
  }

  /** What a change of before still does, and when another may begin, in words for the operator; null when nothing is in the way. */
  async unfinished(keys: RotatingKeys): Promise<string | null> {
    return beyondScope(this.database.db, 'counts of rows name nobody', () =>
      this.findUnfinished(this.database.db, keys),
    );
  }

  /** Makes the key to come the current one. An index must have every hash under it first. @throws KeyStepError */
  async use(keys: RotatingKeys): Promise<void> {
    await this.locked(async (tx) => {
      const { nextKid } = this.keyring.index;
      if (keys === 'index' && nextKid !== null && (await this.leftIndexed(tx, nextKid)) > 0)
        throw new KeyStepError('Rows still lack a hash under the key to come: let the work finish first.');
      await changeKeyFile(this.folder, ROTATING_KEYS[keys], (file) => useNextKey(file, this.clock.now()));
    });
    this.keyring.reread();
  }

  /** Forgets the retired keys nothing hangs on; answers which went. @throws KeyStepError when something sealed is nobody's to look at */
  async finish(keys: RotatingKeys): Promise<number[]> {
    if (keys === 'fields') await this.checkAllNamed();
    const file = readRotatingKeys(this.folder)[ROTATING_KEYS[keys]];
    const gone: number[] = [];
    for (const { kid, retiredAt } of retiredKeys(file))
      if (await this.isFree(keys, file, kid, retiredAt)) gone.push(kid);
    if (gone.length > 0) {
      await changeKeyFile(this.folder, ROTATING_KEYS[keys], (now) => dropKeys(now, new Set(gone)));
      this.keyring.reread();
    }
    return gone;
  }

  /** Does what there is to do until nothing is left; one process at a time, and cut anywhere it goes on at the next call. */
  async work(report: (done: number) => void = () => undefined): Promise<void> {
    this.keyring.reread();
    let done = 0;
    const note = (changed: number): void => {
      done += changed;
      if (changed > 0) report(done);
    };
    for (const place of this.sealed)
      await this.walk((tx, after) => resealChunk(tx, this.keyring.fields, place, after, CHUNK_ROWS), note);
    for (const each of this.apart)
      for (let changed = await each.resealSome(); changed > 0; changed = await each.resealSome()) note(changed);
    const { folder, index } = this.keyring;
    const isChanging = folder !== null && retiredKeys(readRotatingKeys(folder)['index-keys.json']).length > 0;
    // While a key is retired, a process that learned of the change late may have left rows without the hash of today's.
    const filled = index.nextKid ?? (isChanging ? index.currentKid : null);
    if (filled !== null)
      for (const table of this.indexed)
        await this.walk((tx, after) => table.fillChunk(tx, filled, after, CHUNK_ROWS), note);
    // None is forgotten before its column is empty, so without one there is nothing to clear.
    if (isChanging) await this.clearRetired(folder);
    if (done > 0) logger.info({ rows: done }, 'rows took the current keys');
  }

  async progress(): Promise<RotationProgress[]> {
    return beyondScope(this.database.db, 'counts of rows name nobody', () => this.countProgress());
  }

  private async countProgress(): Promise<RotationProgress[]> {
    const { fields, index, folder } = this.keyring;
    const files = folder === null ? null : readRotatingKeys(folder);
    const retired = (keys: RotatingKeys) =>
      files === null ? [] : retiredKeys(files[ROTATING_KEYS[keys]]).map(({ kid }) => kid);
    const [db, { nextKid }] = [this.database.db, index];
    const sealed = await Promise.all(
      this.sealed.map(async (place) => ({ table: place.table, left: await countStale(db, place, fields.currentKid) })),
    );
    const apart = await Promise.all(
      this.apart.map(async (each) => ({ table: each.table, left: await each.countStale(fields.currentKid) })),
    );
    const indexed = await Promise.all(
      this.indexed.map(async (each) => ({
        table: each.table,
        left: nextKid === null ? 0 : await each.countMissing(db, nextKid),
      })),
    );
    const next = files?.['field-keys.json'].next ?? null;
    return [
      { keys: 'fields', current: fields.currentKid, next, retired: retired('fields'), tables: [...sealed, ...apart] },
      { keys: 'index', current: index.currentKid, next: nextKid, retired: retired('index'), tables: indexed },
    ];
  }

  // A key that went is gone: what a module forgot to name here must stop it, not be lost with it.
  private async checkAllNamed(): Promise<void> {
    const named = [...this.sealed, ...this.files, ...this.apart].map(({ table }) => table);
    const unnamed = await listUnnamed(this.database.db, named);
    if (unnamed.length > 0)
      throw new KeyStepError(`No key is forgotten: nobody seals ${unnamed.join(', ')} anew. Name it to KeyRotation.`);
  }

  private get folder(): string {
    const { folder } = this.keyring;
    if (folder === null) throw new KeyStepError('These keys live in memory only and cannot be changed.');
    return folder;
  }

  private async walk(step: (tx: Tx, after: string | null) => Promise<Chunk>, note: (n: number) => void): Promise<void> {
    let after: string | null = null;
    do {
      const chunk: Chunk | null = await this.database.transaction(async (tx) => {
        const [row]: { free: boolean }[] = await tx.query('SELECT pg_try_advisory_xact_lock($1::bigint) AS free', [
          LOCK,
        ]);
        return row?.free ? step(tx, after) : null;
      });
      // Another process is at it.
      if (chunk === null) return;
      note(chunk.changed);
      after = chunk.cursor;
    } while (after !== null);
  }

  // The column a key leaves is the one the next key will need: what is cleared is asked of the folder while no step can be taken.
  private async clearRetired(folder: string): Promise<void> {
    const before = new Date(this.clock.now().getTime() - CLEAR_AFTER_MS);
    for (const table of this.indexed)
      await this.locked(async (tx) => {
        const kid = clearableKid(readRotatingKeys(folder)['index-keys.json'], before);
        if (kid !== null) await table.clear(tx, kid);
      });
  }

  private async findUnfinished(db: Db, keys: RotatingKeys): Promise<string | null> {
    if (keys === 'fields') return null;
    const file = readRotatingKeys(this.folder)['index-keys.json'];
    if (file.next !== undefined) return null;
    const freshest = Math.max(0, ...retiredKeys(file).map(({ retiredAt }) => retiredAt.getTime()));
    const until = freshest + CLEAR_AFTER_MS;
    const said = `The change to index key ${file.current} is still finishing`;
    if (freshest > 0 && until > this.clock.now().getTime())
      return `${said}: hashes of the key before stay until ${new Date(until).toISOString()}. Begin the next change after that.`;
    const [held, missing] = [await this.countHeld(db, file.current - 1), await this.leftIndexed(db, file.current)];
    if (held === 0 && missing === 0) return null;
    return `${said}: ${held} rows still hold a hash of the key before and ${missing} lack one of this key. The step work sees to both; begin the next change when it is through.`;
  }

  private async isFree(keys: RotatingKeys, file: SecretKeys, kid: number, retiredAt: Date): Promise<boolean> {
    if (keys === 'fields') return (await this.leftSealed()) === 0 && (await this.leftFiles()) === 0;
    const { db } = this.database;
    if (this.clock.now().getTime() - retiredAt.getTime() < CLEAR_AFTER_MS) return false;
    // Who lacks the current key's hash is found by a retired one only.
    if ((await this.leftIndexed(db, file.current)) > 0) return false;
    const isCleared = file.next !== undefined || kid % 2 === file.current % 2 || (await this.countHeld(db, kid)) === 0;
    if (!isCleared) return false;
    for (const table of this.indexed) if ((await table.countHanging(db, kid, retiredAt)) > 0) return false;
    return true;
  }

  /** One step at a time, and none while rows are walked or cleared. */
  private locked<T>(step: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [LOCK]);
      return step(tx);
    });
  }

  private async leftSealed(): Promise<number> {
    let left = 0;
    for (const place of this.sealed) left += await countStale(this.database.db, place, this.keyring.fields.currentKid);
    for (const each of this.apart) left += await each.countStale(this.keyring.fields.currentKid);
    return left;
  }

  private async leftFiles(): Promise<number> {
    let left = 0;
    for (const each of this.files)
      left += await countStaleFiles(this.database.db, each, this.keyring.fields.currentKid);
    return left;
  }

  private async leftIndexed(db: Db, kid: number): Promise<number> {
    let left = 0;
    for (const table of this.indexed) left += await table.countMissing(db, kid);
    return left;
  }

  private async countHeld(db: Db, kid: number): Promise<number> {
    let held = 0;
    for (const table of this.indexed) held += await table.countHeld(db, kid);
    return held;
  }
}
