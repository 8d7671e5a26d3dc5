import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { beyondScope } from '../../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { isWithin, scopeLike } from '../../../../shared/org-path.js';
import { pageOf, type Page } from '../../../../shared/page.js';
import { OrganizationsService } from '../../../organizations/index.js';
import { memberErrors } from '../../members.errors.js';
import { lockMember } from '../../people/members.repository.js';
import { membershipErrors } from '../membership.errors.js';
import type {
  EndTransferRequest,
  TransferMade,
  TransferRequest,
  TransfersQuery,
  TransferView,
  UnionName,
} from './transfer.schemas.js';
import { transferViewOf } from './transfer-view.js';
import { TransferRequests } from './transfer-requests.service.js';
import { findSoleEnterprise, listTransfers, type TransferFilter } from './transfers.queries.js';
import { TransfersService } from './transfers.service.js';

const TWO_UNIONS = 'a transfer is of two unions, and each of them sees it';

/** Transfers as an officer sees and moves them. */
@Injectable()
export class TransferDesk {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly transfers: TransfersService,
    private readonly requests: TransferRequests,
    private readonly clock: Clock,
  ) {}

  async list(caller: OfficerCaller, query: TransfersQuery): Promise<Page<TransferView>> {
    const { limit, cursor, state, memberId } = query;
    return pageOf(await this.views(caller, { limit, beforeId: cursor, state, memberId }), limit, ({ id }) => id);
  }

  searchUnions(q: string): Promise<UnionName[]> {
    return this.organizations.searchNames(q);
  }

  /**
   * Sends a member of the officer's own to another union: at once when the officer looks after both, else when the other one agrees.
   * @throws Refusal MEMBER_UNKNOWN, MEMBER_WITHDRAWN, TRANSFER_SAME_UNION, TRANSFER_UNION_WRONG, TRANSFER_OPEN
   */
  async request(caller: OfficerCaller, memberId: string, { orgId, reason }: TransferRequest): Promise<TransferMade> {
    const { db } = this.database;
    const to = await this.organizations.findAnywhere(db, orgId);
    if (to === null) throw new Refusal(membershipErrors.TRANSFER_UNION_WRONG, { field: 'orgId' });
    if (caller.scope.some((subtree) => isWithin(to.path, subtree))) {
      const enterpriseId = (await findSoleEnterprise(db, orgId)) ?? undefined;
      await this.transfers.transfer(caller, memberId, { orgId, enterpriseId }, reason);
      return { transferId: null, outcome: 'MOVED' };
    }
    return beyondScope(db, TWO_UNIONS, () =>
      this.database.transaction(async (tx) => {
        if ((await lockMember(tx, memberId, scopeLike(caller.scope))) === null)
          throw new Refusal(memberErrors.MEMBER_UNKNOWN);
        const order = { memberId, toOrgId: orgId, side: 'FROM', loginId: caller.loginId, reason } as const;
        return this.requests.requestTransfer(tx, { ...order, actor: caller });
      }),
    );
  }

  async confirm(caller: OfficerCaller, id: string): Promise<TransferView> {
    await beyondScope(this.database.db, TWO_UNIONS, () => this.requests.confirm(caller, id));
    return this.get(caller, id);
  }

  async end(caller: OfficerCaller, id: string, { refuse, reason }: EndTransferRequest): Promise<TransferView> {
    const verb = refuse ? 'REFUSE' : 'CANCEL';
    await beyondScope(this.database.db, TWO_UNIONS, () => this.requests.end(caller, id, verb, reason));
    return this.get(caller, id);
  }

  private async get(caller: OfficerCaller, id: string): Promise<TransferView> {
    const [view] = await this.views(caller, { id, limit: 1 });
    if (view === undefined) throw new Refusal(membershipErrors.TRANSFER_UNKNOWN);
    return view;
  }

  private async views(caller: OfficerCaller, filter: TransferFilter): Promise<TransferView[]> {
    const { db } = this.database;
    const rows = await beyondScope(db, TWO_UNIONS, () => listTransfers(db, scopeLike(caller.scope), filter));
    const now = this.clock.now();
    return rows.map((row) => transferViewOf(row, caller, now));
  }
}
