import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { KeyRotation } from '../../../platform/crypto/key-rotation.service.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { scopeLike } from '../../../shared/org-path.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import { decideAction } from './case.rules.js';
import type { ObjectionRequest, ObjectionSettlement } from './case.schemas.js';
import { listObjections } from './cases.queries.js';
import {
  type CaseRow,
  findObjection,
  insertObjection,
  lockCase,
  moveCase,
  settleObjection,
} from './cases.repository.js';

/** What people say against a posted case. While one stands open nothing is granted; who objected, and what, is sealed. */
@Injectable()
export class ObjectionsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly rotation: KeyRotation,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.rotation.keepSealed({ table: 'category_objection', id: 'id', idType: 'uuid', columns: ['said_cipher'] });
  }

  /** Records an objection while the case is posted. @throws Refusal CASE_UNKNOWN, CASE_STATE */
  async record(caller: OfficerCaller, caseId: string, said: ObjectionRequest): Promise<void> {
    const id = newId();
    const saidCipher = this.cipher.seal(placeOf(id), JSON.stringify(said));
    await this.database.transaction(async (tx) => {
      // The clock locks the same row before it grants: an objection comes before it and counts, or after it and is refused.
      const one = await this.lock(tx, caller, caseId);
      if (one.state !== 'NOTICE') throw new Refusal(memberErrors.CASE_STATE);
      await insertObjection(tx, { id, caseId, saidCipher, recordedBy: caller.loginId }, this.clock.now());
      await this.audit.record(tx, caller, 'category.objected', { kind: 'member', id: one.memberId }, { caseId });
    });
  }

  /** Settles it, by somebody else than who wrote it down; one that is upheld refuses the case. @throws Refusal OBJECTION_UNKNOWN, SAME_PERSON, CASE_STATE */
  async settle(caller: OfficerCaller, caseId: string, id: string, settlement: ObjectionSettlement): Promise<void> {
    const { upheld, note } = settlement;
    await this.database.transaction(async (tx) => {
      const one = await this.lock(tx, caller, caseId);
      const objection = await findObjection(tx, id, caseId);
      if (objection?.state !== 'OPEN') throw new Refusal(memberErrors.OBJECTION_UNKNOWN);
      if (objection.recordedBy === caller.loginId) throw new Refusal(memberErrors.SAME_PERSON);
      const now = this.clock.now();
      const state = upheld ? 'UPHELD' : 'DISMISSED';
      await settleObjection(tx, id, { state, by: caller.loginId, note, now });
      if (upheld) await this.refuse(tx, caller, one, note, now);
      const subject = { kind: 'member', id: one.memberId };
      await this.audit.record(tx, caller, 'category.objection-settled', subject, { caseId: one.id, upheld });
    });
  }

  /** What was said, for who opened the case's evidence; what was erased is gone. */
  async listSaid(caseId: string): Promise<{ id: string; by: string; text: string }[]> {
    const rows = await listObjections(this.database.db, caseId);
    return rows.flatMap(({ id, saidCipher }) => {
      if (saidCipher === null) return [];
      const said: ObjectionRequest = JSON.parse(this.cipher.open(placeOf(id), saidCipher));
      return [{ id, by: said.by, text: said.text }];
    });
  }

  private async refuse(tx: Tx, caller: OfficerCaller, one: CaseRow, note: string, now: Date): Promise<void> {
    const refusal = decideAction('UPHOLD', one, caller.loginId);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    await moveCase(tx, one, { state: 'REFUSED', note, closedAt: now });
  }

  private async lock(tx: Tx, caller: OfficerCaller, caseId: string): Promise<CaseRow> {
    const one = await lockCase(tx, caseId, scopeLike(caller.scope));
    if (one === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
    return one;
  }
}

const placeOf = (rowId: string) => ({ table: 'category_objection', column: 'said_cipher', rowId });
