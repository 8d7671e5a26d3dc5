import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import { Outbox } from '../../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { shanghaiDate, toWireTime } from '../../../../shared/time.js';
import { AuditService } from '../../../audit/index.js';
import { WorkerLogins } from '../../../identity/index.js';
import { memberErrors } from '../../members.errors.js';
import { memberRetained, memberWithdrawn } from '../../members.events.js';
import { clearPhone, lockMember, type PlacedMember, updateMembership } from '../../people/members.repository.js';
import { reachPath } from '../../people/reach.rules.js';
import { eventActorOf } from '../history/event-actor.js';
import { insertMemberEvents } from '../history/member-events.repository.js';
import { membershipErrors } from '../membership.errors.js';
import { findSoleEnterprise } from '../transfers/transfers.queries.js';
import { endOpenTransfer } from '../transfers/transfers.repository.js';
import { endOpenWithdrawal } from '../withdrawals/withdrawals.repository.js';
import { isUntilAllowed, nextMembership } from './standing.rules.js';
import type { StandingRequest } from './standing.schemas.js';

const KINDS = { RETAIN: 'RETAINED', RESUME: 'RESUMED', PROLONG: 'RETAINED', WITHDRAW: 'WITHDRAWN' } as const;

/** Standing between jobs (保留会籍), going on, and leaving (退会). */
@Injectable()
export class StandingService {
  constructor(
    private readonly database: Database,
    private readonly logins: WorkerLogins,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal MEMBER_UNKNOWN, STANDING_STEP_IMPOSSIBLE, STANDING_UNTIL_WRONG */
  async change(caller: OfficerCaller, memberId: string, request: StandingRequest): Promise<void> {
    await this.database.transaction((tx) => this.changeWithin(tx, caller, memberId, request));
  }

  /** The same as a part of something larger. @throws Refusal MEMBER_UNKNOWN, STANDING_STEP_IMPOSSIBLE, STANDING_UNTIL_WRONG */
  async changeWithin(
    tx: Tx,
    caller: OfficerCaller,
    memberId: string,
    { step, reason, untilOn: asked }: StandingRequest,
  ): Promise<void> {
    const member = await lockMember(tx, memberId, scopeLike(caller.scope));
    if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
    const membership = nextMembership(member.membership, step);
    if (membership === null) throw new Refusal(membershipErrors.STANDING_STEP_IMPOSSIBLE);
    const now = this.clock.now();
    const untilOn = asked ?? null;
    if (!isUntilAllowed(step, untilOn, shanghaiDate(now.getTime())))
      throw new Refusal(membershipErrors.STANDING_UNTIL_WRONG, { field: 'untilOn' });

    const enterpriseId = step === 'RESUME' ? await findSoleEnterprise(tx, member.orgId) : null;
    await updateMembership(tx, memberId, membership, enterpriseId);
    if (step === 'WITHDRAW')
      await beyondScope(tx, 'who signs in with which phone no officer reads', () => this.leave(tx, caller, memberId));
    const kind = KINDS[step];
    const event = { memberId, kind, fromOrgId: member.orgId, toOrgId: member.orgId, reason, untilOn };
    await insertMemberEvents(tx, [event], eventActorOf(caller), now);
    await this.audit.record(tx, caller, `member.${kind.toLowerCase()}`, { kind: 'member', id: memberId }, { untilOn });
    await this.announce(tx, member, step);
  }

  /** Who left signs in no more, and the number is free for whoever has it next. */
  private async leave(tx: Tx, caller: OfficerCaller, memberId: string): Promise<void> {
    await clearPhone(tx, memberId);
    await this.logins.end(tx, memberId);
    const at = this.clock.now();
    await endOpenTransfer(tx, memberId, { state: 'CANCELLED', reason: 'left the union', at });
    await endOpenWithdrawal(tx, memberId, { state: 'CONFIRMED', decidedBy: caller.loginId, answer: null, at });
  }

  private async announce(tx: Tx, { id, orgPath }: PlacedMember, step: StandingRequest['step']): Promise<void> {
    const fact = { memberId: id, fromOrgPath: orgPath, occurredAt: toWireTime(this.clock.now()) };
    if (step === 'RETAIN')
      await this.outbox.append(tx, memberRetained, { ...fact, toOrgPath: reachPath('RETAINED', orgPath) });
    if (step === 'WITHDRAW')
      await this.outbox.append(tx, memberWithdrawn, { ...fact, toOrgPath: reachPath('WITHDRAWN', orgPath) });
  }
}
