import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { type Allowance, RateLimiter } from '../../../../platform/http/rate-limit.js';
import type { ApplicantCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../../shared/errors.js';
import { OrganizationsService } from '../../../organizations/index.js';
import { memberErrors } from '../../members.errors.js';
import type { MyJoining, SelfApplication } from '../applications/application.schemas.js';
import { ApplicationDesk } from '../applications/application-desk.service.js';
import { ApplicationsService } from '../applications/applications.service.js';
import type { MyMembership } from '../history/history.schemas.js';
import { HistoryService } from '../history/history.service.js';
import { membershipErrors } from '../membership.errors.js';
import type { TransferRequest, UnionName } from '../transfers/transfer.schemas.js';
import { TransferRequests } from '../transfers/transfer-requests.service.js';
import { findNewestTransfer } from '../transfers/transfers.queries.js';
import type { WithdrawalRequest } from '../withdrawals/withdrawal.schemas.js';
import { WithdrawalsService } from '../withdrawals/withdrawals.service.js';
import { isJoinable } from '../union-choice.rules.js';

// Somebody who types a name searches a dozen times; a script that wants the whole tree does not get far.
const SEARCHES: Allowance = { perSecond: 0.5, burst: 30 };

/** What a worker, or who wants to become a member, does about their own membership. */
@Injectable()
export class WorkerMembership {
  private readonly limiter = new RateLimiter();

  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly applications: ApplicationsService,
    private readonly desk: ApplicationDesk,
    private readonly history: HistoryService,
    private readonly transfers: TransferRequests,
    private readonly withdrawals: WithdrawalsService,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal TOO_MANY_REQUESTS */
  async searchUnions({ loginId }: ApplicantCaller | WorkerCaller, q: string): Promise<UnionName[]> {
    const bucket = { key: loginId, allowance: SEARCHES };
    const retryAfterSeconds = await this.limiter.take([bucket], this.clock.now().getTime());
    if (retryAfterSeconds > 0) throw new Refusal(commonErrors.TOO_MANY_REQUESTS, { retryAfterSeconds });
    return this.organizations.searchNames(q);
  }

  joining(caller: ApplicantCaller | WorkerCaller): Promise<MyJoining> {
    return this.desk.mine(caller);
  }

  /** @throws Refusal MEMBER_ALREADY, and those of an application */
  async apply(caller: ApplicantCaller | WorkerCaller, request: SelfApplication): Promise<MyJoining> {
    if (caller.kind === 'worker') throw new Refusal(memberErrors.MEMBER_ALREADY);
    await this.applications.apply(caller, request);
    return this.desk.mine(caller);
  }

  async cancelJoining(caller: ApplicantCaller | WorkerCaller): Promise<MyJoining> {
    await this.applications.cancelOwn(caller);
    return this.desk.mine(caller);
  }

  mine(caller: WorkerCaller): Promise<MyMembership> {
    return this.history.mine(caller);
  }

  /** Asks both unions. @throws Refusal TRANSFER_UNION_WRONG, TRANSFER_SAME_UNION, TRANSFER_OPEN, MEMBER_WITHDRAWN */
  async requestTransfer(caller: WorkerCaller, { orgId, reason }: TransferRequest): Promise<MyMembership> {
    const { memberId, loginId } = caller;
    await this.database.transaction(async (tx) => {
      if (!isJoinable(await this.organizations.findAnywhere(tx, orgId)))
        throw new Refusal(membershipErrors.TRANSFER_UNION_WRONG, { field: 'orgId' });
      const order = { memberId, toOrgId: orgId, side: 'WORKER', actor: caller, loginId, reason } as const;
      await this.transfers.requestTransfer(tx, order);
    });
    return this.history.mine(caller);
  }

  /** @throws Refusal MEMBER_WITHDRAWN, WITHDRAWAL_OPEN */
  async requestWithdrawal(caller: WorkerCaller, request: WithdrawalRequest): Promise<MyMembership> {
    await this.withdrawals.ask(caller, request);
    return this.history.mine(caller);
  }

  /** @throws Refusal WITHDRAWAL_ENDED */
  async cancelWithdrawal(caller: WorkerCaller): Promise<MyMembership> {
    await this.withdrawals.cancel(caller);
    return this.history.mine(caller);
  }

  /** @throws Refusal TRANSFER_UNKNOWN, TRANSFER_ENDED, TRANSFER_NOT_YOURS */
  async cancelTransfer(caller: WorkerCaller): Promise<MyMembership> {
    const transfer = await findNewestTransfer(this.database.db, caller.memberId);
    if (transfer === null) throw new Refusal(membershipErrors.TRANSFER_UNKNOWN);
    await this.transfers.cancelOwn(caller, transfer.id);
    return this.history.mine(caller);
  }
}
