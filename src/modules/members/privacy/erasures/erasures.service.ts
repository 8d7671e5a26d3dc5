import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import { Outbox } from '../../../../platform/outbox/outbox.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { newId } from '../../../../shared/ids.js';
import { maskName } from '../../../../shared/numbers/masks.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { type Page, pageOf } from '../../../../shared/page.js';
import { DAY_MS, toWireTime } from '../../../../shared/time.js';
import { type AuditActor, AuditService, RetentionService } from '../../../audit/index.js';
import { IdentityService } from '../../../identity/index.js';
import { memberErrors } from '../../members.errors.js';
import { deleteApplicationsOf } from '../../membership/applications/applications.repository.js';
import { insertMemberEvents } from '../../membership/history/member-events.repository.js';
import { emptyWithdrawals } from '../../membership/withdrawals/withdrawals.repository.js';
import { privacyErrors } from '../privacy.errors.js';
import { memberErased } from '../privacy.events.js';
import type { ErasuresQuery, ErasureView, MyErasure } from './erasure.schemas.js';
import { type ErasureListRow, listErasures } from './erasures.queries.js';
import {
  endErasure,
  findOpen,
  insertErasure,
  lockDue,
  lockErasure,
  lockOpenOf,
  type NewErasureRow,
  type OpenErasure,
} from './erasures.repository.js';
import {
  emptyMember,
  endCategories,
  endTransfers,
  type ErasableMember,
  forgetWords,
  leaveLists,
  lockErasable,
} from './surrogate.repository.js';

const SYSTEM: AuditActor = { kind: 'system', id: 'jobs' };
const EVERYWHERE = ['%'];
const ITS_OWNER = 'sign-in, lists and moves of a person may belong to other unions, and all of it goes';

/** Erasing a person: names, numbers and sign-in go, and with them whatever hears of it keeps; what happened stays under the id. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly database: Database,
    private readonly identity: IdentityService,
    private readonly audit: AuditService,
    private readonly retention: RetentionService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async mine(caller: WorkerCaller): Promise<MyErasure> {
    const { db } = this.database;
    const [open, waitDays] = [await findOpen(db, caller.memberId), await this.retention.days(db, 'ERASURE_WAIT')];
    const wire = (at: Date | null) => (at === null ? null : toWireTime(at));
    return {
      open: open === null ? null : { requestedAt: toWireTime(open.requestedAt), dueAt: wire(open.dueAt) },
      waitDays,
    };
  }

  /** The worker's own wish; it waits some days, in which they can take it back. @throws Refusal ERASURE_OPEN */
  async ask(caller: WorkerCaller): Promise<MyErasure> {
    const { memberId, loginId } = caller;
    await this.insertOnce(async (tx) => {
      const member = await this.erasable(tx, memberId, EVERYWHERE);
      const now = this.clock.now();
      const dueAt = new Date(now.getTime() + (await this.retention.days(tx, 'ERASURE_WAIT')) * DAY_MS);
      const row = {
        memberId,
        orgId: member.orgId,
        origin: 'WORKER',
        reason: null,
        requestedBy: loginId,
        dueAt,
      } as const;
      await this.request(tx, caller, { ...row, id: newId(), requestedAt: now });
    });
    return this.mine(caller);
  }

  /** Takes the wish back. @throws Refusal ERASURE_ENDED */
  async cancel(caller: WorkerCaller): Promise<MyErasure> {
    await this.database.transaction(async (tx) => {
      const open = await lockOpenOf(tx, caller.memberId);
      if (open?.origin !== 'WORKER') throw new Refusal(privacyErrors.ERASURE_ENDED);
      await endErasure(tx, open.id, 'CANCELLED', null, this.clock.now());
      await this.audit.record(tx, caller, 'erasure.cancelled', { kind: 'member', id: caller.memberId });
    });
    return this.mine(caller);
  }

  /** An officer's request, such as for somebody without a phone; a second officer decides. @throws Refusal MEMBER_UNKNOWN, ERASURE_OPEN */
  async propose(caller: OfficerCaller, memberId: string, reason: string): Promise<{ erasureId: string }> {
    const id = newId();
    await this.insertOnce(async (tx) => {
      const member = await this.erasable(tx, memberId, scopeLike(caller.scope));
      const row = { id, memberId, orgId: member.orgId, reason, requestedBy: caller.loginId } as const;
      await this.request(tx, caller, { ...row, origin: 'OFFICER', requestedAt: this.clock.now(), dueAt: null });
    });
    return { erasureId: id };
  }

  /** @throws Refusal ERASURE_UNKNOWN, ERASURE_ENDED, ERASURE_OF_WORKER, SAME_PERSON */
  async decide(caller: OfficerCaller, id: string, approve: boolean): Promise<void> {
    await this.database.transaction(async (tx) => {
      const open = await lockErasure(tx, id, scopeLike(caller.scope));
      if (open === null) throw new Refusal(privacyErrors.ERASURE_UNKNOWN);
      if (open.state !== 'REQUESTED') throw new Refusal(privacyErrors.ERASURE_ENDED);
      if (open.origin === 'WORKER') throw new Refusal(privacyErrors.ERASURE_OF_WORKER);
      if (open.requestedBy === caller.loginId) throw new Refusal(memberErrors.SAME_PERSON);
      if (approve) return beyondScope(tx, ITS_OWNER, () => this.carryOut(tx, open, caller));
      await endErasure(tx, id, 'REFUSED', caller.loginId, this.clock.now());
      await this.audit.record(tx, caller, 'erasure.refused', { kind: 'member', id: open.memberId });
    });
  }

  async list(caller: OfficerCaller, query: ErasuresQuery): Promise<Page<ErasureView>> {
    const rows = await listErasures(this.database.db, scopeLike(caller.scope), query);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map((row) => viewOf(row, caller)), nextCursor: page.nextCursor };
  }

  /** Carries out what waited long enough, each in a transaction of its own. Answers how many. */
  async carryOutDue(): Promise<number> {
    for (let done = 0; ; done += 1) {
      const found = await this.database.transaction(async (tx) => {
        const due = await lockDue(tx, this.clock.now());
        if (due !== null) await this.carryOut(tx, due, null);
        return due !== null;
      });
      if (!found) return done;
    }
  }

  private async carryOut(tx: Tx, { id, memberId }: OpenErasure, by: OfficerCaller | null): Promise<void> {
    const now = this.clock.now();
    const member = await lockErasable(tx, memberId, EVERYWHERE);
    await endErasure(tx, id, 'DONE', by?.loginId ?? null, now);
    // Erased on another way meanwhile: nothing is left to do.
    if (member === null) return;
    await leaveLists(tx, memberId);
    await endCategories(tx, memberId, now);
    await endTransfers(tx, memberId, now);
    await emptyWithdrawals(tx, memberId, now);
    await deleteApplicationsOf(tx, memberId);
    await this.identity.eraseWorkerLogin(tx, memberId);
    await emptyMember(tx, memberId, now);
    await forgetWords(tx, memberId);
    const actor =
      by === null ? ({ kind: 'system', id: 'erasure' } as const) : ({ kind: 'officer', id: by.loginId } as const);
    await insertMemberEvents(tx, [{ memberId, kind: 'WITHDRAWN', fromOrgId: member.orgId }], actor, now);
    await this.audit.record(tx, by ?? SYSTEM, 'member.erased', { kind: 'member', id: memberId });
    await this.outbox.append(tx, memberErased, { memberId, orgPath: member.orgPath, occurredAt: toWireTime(now) });
  }

  private async request(tx: Tx, caller: OfficerCaller | WorkerCaller, row: NewErasureRow): Promise<void> {
    await insertErasure(tx, row);
    const detail = row.dueAt === null ? {} : { dueAt: toWireTime(row.dueAt) };
    await this.audit.record(tx, caller, 'erasure.requested', { kind: 'member', id: row.memberId }, detail);
  }

  private async erasable(tx: Tx, memberId: string, scope: readonly string[]): Promise<ErasableMember> {
    const member = await lockErasable(tx, memberId, scope);
    if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
    return member;
  }

  private async insertOnce(work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.transaction(work).catch((error: unknown) => {
      if (violatedConstraint(error) === 'member_erasure_one_open') throw new Refusal(privacyErrors.ERASURE_OPEN);
      throw error;
    });
  }
}

function viewOf({ requestedById, erased, ...row }: ErasureListRow, caller: OfficerCaller): ErasureView {
  const wire = (at: Date | null) => (at === null ? null : toWireTime(at));
  return {
    ...row,
    memberName: maskName(row.memberName),
    memberNo: erased ? '' : row.memberNo,
    requestedAt: toWireTime(row.requestedAt),
    dueAt: wire(row.dueAt),
    endedAt: wire(row.endedAt),
    mayDecide:
      row.state === 'REQUESTED' &&
      row.origin === 'OFFICER' &&
      requestedById !== caller.loginId &&
      caller.permissions.has('erasures.approve'),
  };
}
