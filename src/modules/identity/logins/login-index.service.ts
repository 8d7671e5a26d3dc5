import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { type IndexedTable, KeyRotation } from '../../../platform/crypto/key-rotation.service.js';
import type { Chunk } from '../../../platform/crypto/sealed-columns.js';
import type { Db, Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import {
  clearHashes,
  countHeld,
  countNeeding,
  countWithoutHash,
  lockWithoutHash,
  updateHashes,
} from './login-index.repository.js';
import { applicantPlace } from './worker-logins.service.js';

/** Makes applicants' blind indexes anew when the index key is changed. Those of members' sign-ins are made with the member. */
@Injectable()
export class LoginIndex implements IndexedTable, OnModuleInit {
  readonly table = 'login';

  constructor(
    private readonly rotation: KeyRotation,
    private readonly index: BlindIndex,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.rotation.keepIndexed(this);
  }

  countMissing(db: Db, kid: number): Promise<number> {
    return countWithoutHash(db, kid);
  }

  async fillChunk(tx: Tx, kid: number, after: string | null, limit: number): Promise<Chunk> {
    const rows = await lockWithoutHash(tx, kid, after, limit);
    const hashed = rows.flatMap(({ id, phoneCipher }) => {
      const pair = this.index.pair('phone', this.cipher.open(applicantPlace(id), phoneCipher));
      const hash = kid % 2 === 1 ? pair.odd : pair.even;
      // Another process took the step back meanwhile: nothing to do.
      return hash === null ? [] : [{ id, hash }];
    });
    await updateHashes(tx, kid, hashed);
    return { cursor: rows.length < limit ? null : (rows.at(-1)?.id ?? null), changed: hashed.length };
  }

  clear(tx: Tx, kid: number): Promise<number> {
    return clearHashes(tx, kid);
  }

  countHeld(db: Db): Promise<number> {
    return countHeld(db);
  }

  countHanging(db: Db, kid: number, retiredAt: Date): Promise<number> {
    return countNeeding(db, kid, retiredAt, this.clock.now());
  }
}
