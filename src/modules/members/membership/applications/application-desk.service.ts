import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../../platform/crypto/keyring.js';
import { Database } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import type { ApplicantCaller, OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { Refusal } from '../../../../shared/errors.js';
import { maskIdNumber, maskName, maskPhone } from '../../../../shared/numbers/masks.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { pageOf, type Page } from '../../../../shared/page.js';
import { toWireTime } from '../../../../shared/time.js';
import { MemberNumbers } from '../../people/member-numbers.js';
import { ConsentsService } from '../../privacy/consents/consents.service.js';
import { membershipErrors } from '../membership.errors.js';
import { countWaitingTransfers } from '../transfers/transfers.queries.js';
import { countWaitingWithdrawals } from '../withdrawals/withdrawals.queries.js';
import { decideDecider } from './application.rules.js';
import {
  type ApplicationDecision,
  type ApplicationsQuery,
  type ApplicationView,
  type MyJoining,
  type Waiting,
} from './application.schemas.js';
import {
  type ApplicationListRow,
  countWaitingApplications,
  findNewestApplication,
  listApplications,
} from './applications.queries.js';
import { ApplicationsService } from './applications.service.js';

const wire = (at: Date | null): string | null => (at === null ? null : toWireTime(at));

/** Applications as officers and applicants see them. */
@Injectable()
export class ApplicationDesk {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly applications: ApplicationsService,
    private readonly consents: ConsentsService,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index, 'membership_application');
  }

  async list(caller: OfficerCaller, { state, cursor, limit }: ApplicationsQuery): Promise<Page<ApplicationView>> {
    const filter = { state, beforeId: cursor, limit };
    const rows = await listApplications(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, limit, ({ id }) => id);
    return { items: page.items.map((row) => this.viewOf(row, caller)), nextCursor: page.nextCursor };
  }

  async decide(caller: OfficerCaller, id: string, decision: ApplicationDecision): Promise<ApplicationView> {
    await this.applications.decide(caller, id, decision);
    const [row] = await listApplications(this.database.db, scopeLike(caller.scope), { id, limit: 1 });
    if (row === undefined) throw new Refusal(membershipErrors.APPLICATION_UNKNOWN);
    return this.viewOf(row, caller);
  }

  /** What waits for this officer's decision. */
  async waiting(caller: OfficerCaller): Promise<Waiting> {
    const { db } = this.database;
    const scope = scopeLike(caller.scope);
    const [applications, transfers, withdrawals] = await Promise.all([
      countWaitingApplications(db, scope, caller.loginId),
      beyondScope(db, 'a transfer has two unions', () => countWaitingTransfers(db, scope)),
      countWaitingWithdrawals(db, scope),
    ]);
    return { applications, transfers, withdrawals };
  }

  /** What became of the worker's own application. */
  async mine(caller: ApplicantCaller | WorkerCaller): Promise<MyJoining> {
    const row = await findNewestApplication(this.database.db, caller.loginId);
    const application = row && {
      id: row.id,
      state: row.state,
      orgName: row.orgName,
      nameMasked: maskName(row.name),
      reason: row.reason,
      createdAt: toWireTime(row.createdAt),
      decidedAt: wire(row.decidedAt),
    };
    return { application, consent: await this.consents.general(this.database.db) };
  }

  private viewOf(row: ApplicationListRow, caller: OfficerCaller): ApplicationView {
    const { id, kind, state, orgId, orgName, enterpriseName, name, idNumberCipher, phoneCipher } = row;
    const mayDecide = decideDecider({ state, proposedBy: row.proposedById }, caller.loginId) === null;
    return {
      id,
      kind,
      state,
      orgId,
      orgName,
      enterpriseName,
      name,
      idNumberMasked: idNumberCipher && maskIdNumber(this.numbers.openIdNumber(id, idNumberCipher)),
      phoneMasked: phoneCipher && maskPhone(this.numbers.openPhone(id, phoneCipher)),
      proposedBy: row.proposedBy,
      decidedBy: row.decidedBy,
      reason: row.reason,
      memberId: row.memberId,
      createdAt: toWireTime(row.createdAt),
      decidedAt: wire(row.decidedAt),
      mayDecide: mayDecide && caller.permissions.has('members.change'),
    };
  }
}
