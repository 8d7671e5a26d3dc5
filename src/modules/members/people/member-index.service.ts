import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type IndexedTable, KeyRotation } from '../../../platform/crypto/key-rotation.service.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import type { Chunk } from '../../../platform/crypto/sealed-columns.js';
import type { Db, Tx } from '../../../platform/database/database.js';
import { IdentityService } from '../../identity/index.js';
import {
  clearHashes,
  countErasedUnder,
  countHeld,
  countWithoutHash,
  hashColumn,
  lockWithoutHash,
  updateHashes,
} from './member-index.repository.js';
import { MemberNumbers } from './member-numbers.js';

/** Makes members' blind indexes anew when the index key is changed, and those of their sign-ins, whose phone only members can open. */
@Injectable()
export class MemberIndex implements IndexedTable, OnModuleInit {
  readonly table = 'member';
  private readonly numbers: MemberNumbers;

  constructor(
    keyring: Keyring,
    private readonly rotation: KeyRotation,
    private readonly identity: IdentityService,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  onModuleInit(): void {
    this.rotation.keepSealed({
      table: 'member',
      id: 'id',
      idType: 'uuid',
      columns: ['id_number_cipher', 'phone_cipher'],
    });
    this.rotation.keepSealed({
      table: 'membership_application',
      id: 'id',
      idType: 'uuid',
      columns: ['id_number_cipher', 'phone_cipher'],
    });
    this.rotation.keepIndexed(this);
  }

  countMissing(db: Db, kid: number): Promise<number> {
    return countWithoutHash(db, kid);
  }

  async fillChunk(tx: Tx, kid: number, after: string | null, limit: number): Promise<Chunk> {
    const rows = await lockWithoutHash(tx, kid, after, limit);
    const hashed = rows.flatMap((row) => {
      const under = kid % 2 === 1 ? 'odd' : 'even';
      const idNumber = this.numbers.idNumberPair(this.numbers.openIdNumber(row.id, row.idNumberCipher))[under];
      const phone = row.phoneCipher && this.numbers.phonePair(this.numbers.openPhone(row.id, row.phoneCipher))[under];
      // Another process took the step back meanwhile: nothing to do.
      return idNumber ? [{ id: row.id, idNumber, phone }] : [];
    });
    await updateHashes(tx, kid, hashed);
    await this.identity.fillPhoneHashes(
      tx,
      hashColumn('phone', kid),
      hashed.flatMap(({ id, phone }) => (phone === null ? [] : [{ memberId: id, hash: phone }])),
    );
    return { cursor: rows.length < limit ? null : (rows.at(-1)?.id ?? null), changed: hashed.length };
  }

  clear(tx: Tx, kid: number): Promise<number> {
    return clearHashes(tx, kid);
  }

  countHeld(db: Db, kid: number): Promise<number> {
    return countHeld(db, kid);
  }

  countHanging(db: Db, kid: number, retiredAt: Date): Promise<number> {
    return countErasedUnder(db, kid, retiredAt);
  }
}
