import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../../platform/database/database.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { newId } from '../../../../shared/ids.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { pageOf, type Page } from '../../../../shared/page.js';
import { toWireTime } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { memberErrors } from '../../members.errors.js';
import { lockMember } from '../../people/members.repository.js';
import { membershipErrors } from '../membership.errors.js';
import { StandingService } from '../standing/standing.service.js';
import type {
  MyWithdrawal,
  WithdrawalDecision,
  WithdrawalRequest,
  WithdrawalsQuery,
  WithdrawalView,
} from './withdrawal.schemas.js';
import { findNewestWithdrawal, listWithdrawals, type WithdrawalListRow } from './withdrawals.queries.js';
import { endOpenWithdrawal, insertWithdrawal, lockWithdrawal } from './withdrawals.repository.js';

const EVERYWHERE = ['%'];
const SELF_REASON = '本人申请退会';

/** Leaving the union at one's own wish (退会): the member asks on the phone, the union confirms, or talks and says what was agreed. */
@Injectable()
export class WithdrawalsService {
  constructor(
    private readonly database: Database,
    private readonly standing: StandingService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Nothing changes for the member until the union has confirmed. @throws Refusal MEMBER_UNKNOWN, MEMBER_WITHDRAWN, WITHDRAWAL_OPEN */
  async ask(caller: WorkerCaller, { reason }: WithdrawalRequest): Promise<void> {
    const { memberId } = caller;
    const work = this.database.transaction(async (tx) => {
      const member = await lockMember(tx, memberId, EVERYWHERE);
      if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
      if (member.membership === 'WITHDRAWN') throw new Refusal(membershipErrors.MEMBER_WITHDRAWN);
      await insertWithdrawal(tx, { id: newId(), memberId, reason, at: this.clock.now() });
      await this.note(tx, caller, 'requested', memberId);
    });
    await work.catch((error: unknown) => {
      if (violatedConstraint(error) === 'member_withdrawal_one_open')
        throw new Refusal(membershipErrors.WITHDRAWAL_OPEN);
      throw error;
    });
  }

  /** The member stays after all. @throws Refusal WITHDRAWAL_ENDED */
  async cancel(caller: WorkerCaller): Promise<void> {
    const { memberId } = caller;
    await this.database.transaction(async (tx) => {
      await lockMember(tx, memberId, EVERYWHERE);
      const end = { state: 'CANCELLED', decidedBy: null, answer: null, at: this.clock.now() } as const;
      if (!(await endOpenWithdrawal(tx, memberId, end))) throw new Refusal(membershipErrors.WITHDRAWAL_ENDED);
      await this.note(tx, caller, 'cancelled', memberId);
    });
  }

  /** @throws Refusal WITHDRAWAL_UNKNOWN, WITHDRAWAL_ENDED */
  async decide(caller: OfficerCaller, id: string, decision: WithdrawalDecision): Promise<WithdrawalView> {
    const scope = scopeLike(caller.scope);
    await this.database.transaction(async (tx) => {
      const asked = await lockWithdrawal(tx, id, scope);
      if (asked === null) throw new Refusal(membershipErrors.WITHDRAWAL_UNKNOWN);
      if (asked.state !== 'REQUESTED') throw new Refusal(membershipErrors.WITHDRAWAL_ENDED);
      const { memberId } = asked;
      if (decision.confirm) {
        const request = { step: 'WITHDRAW', reason: asked.reason ?? SELF_REASON } as const;
        return this.standing.changeWithin(tx, caller, memberId, request);
      }
      const { answer } = decision;
      const end = { state: 'DECLINED', decidedBy: caller.loginId, answer, at: this.clock.now() } as const;
      await endOpenWithdrawal(tx, memberId, end);
      await this.note(tx, caller, 'declined', memberId);
    });
    const [row] = await listWithdrawals(this.database.db, scope, { id, limit: 1 });
    if (row === undefined) throw new Refusal(membershipErrors.WITHDRAWAL_UNKNOWN);
    return viewOf(row, caller);
  }

  async list(caller: OfficerCaller, { state, cursor, limit }: WithdrawalsQuery): Promise<Page<WithdrawalView>> {
    const filter = { state, beforeId: cursor, limit };
    const rows = await listWithdrawals(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, limit, ({ id }) => id);
    return { items: page.items.map((row) => viewOf(row, caller)), nextCursor: page.nextCursor };
  }

  async mine({ memberId }: WorkerCaller): Promise<MyWithdrawal | null> {
    const row = await findNewestWithdrawal(this.database.db, memberId);
    if (row === null) return null;
    const { state, answer, requestedAt, endedAt } = row;
    return { state, answer, requestedAt: toWireTime(requestedAt), endedAt: wire(endedAt) };
  }

  private async note(tx: Tx, caller: OfficerCaller | WorkerCaller, verb: string, memberId: string): Promise<void> {
    await this.audit.record(tx, caller, `withdrawal.${verb}`, { kind: 'member', id: memberId });
  }
}

const wire = (at: Date | null): string | null => (at === null ? null : toWireTime(at));

function viewOf(row: WithdrawalListRow, caller: OfficerCaller): WithdrawalView {
  const { requestedAt, endedAt, ...shown } = row;
  return {
    ...shown,
    requestedAt: toWireTime(requestedAt),
    endedAt: wire(endedAt),
    mayDecide: row.state === 'REQUESTED' && caller.permissions.has('members.change'),
  };
}
