import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { formatCardNo } from '../../../../shared/numbers/card-no.js';
import { toWireTime } from '../../../../shared/time.js';
import { MembersService } from '../../people/members.service.js';
import { listSteps } from '../standing/standing.rules.js';
import { myTransferOf } from '../transfers/transfer-view.js';
import { findNewestTransfer } from '../transfers/transfers.queries.js';
import { WithdrawalsService } from '../withdrawals/withdrawals.service.js';
import { findStanding, listHistory } from './history.queries.js';
import type { MemberHistory, MyMembership } from './history.schemas.js';

/** What happened to a member, on one page. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly withdrawals: WithdrawalsService,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal MEMBER_UNKNOWN */
  async get(caller: OfficerCaller, memberId: string): Promise<MemberHistory> {
    const { membership } = await this.members.get(caller, memberId);
    // Which groups somebody belongs to is for those who work with groups.
    const withCategories = caller.permissions.has('categories.propose') || caller.permissions.has('categories.approve');
    const { db } = this.database;
    const rows = await beyondScope(db, 'a history names the unions somebody came from, and who acted there', () =>
      listHistory(db, memberId, withCategories),
    );
    const numberOf = (cardNo: number | null): string | null => (cardNo === null ? null : formatCardNo(cardNo));
    return {
      items: rows.map((row) => ({
        ...row,
        cardNo: numberOf(row.cardNo),
        previousCardNo: numberOf(row.previousCardNo),
        at: toWireTime(row.at),
      })),
      steps: caller.permissions.has('members.change') ? listSteps(membership) : [],
    };
  }

  /** The same for the person themselves: what happened and when, without who and why. */
  async mine(caller: WorkerCaller): Promise<MyMembership> {
    const { memberId } = caller;
    const { db } = this.database;
    const [standing, rows, transfer, withdrawal] = await Promise.all([
      findStanding(db, memberId),
      listHistory(db, memberId, false),
      findNewestTransfer(db, memberId),
      this.withdrawals.mine(caller),
    ]);
    if (standing === null) throw new Error(`member ${memberId} is gone`);
    return {
      ...standing,
      events: rows.map(({ kind, fromOrgName, toOrgName, at }) => ({
        kind,
        fromOrgName,
        toOrgName,
        at: toWireTime(at),
      })),
      transfer: transfer && myTransferOf(transfer, this.clock.now()),
      withdrawal,
    };
  }
}
