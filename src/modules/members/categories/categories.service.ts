import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import type {
  CategoryCodeView,
  CategoryDecision,
  CategoryProposalRequest,
  CategoryProposalsQuery,
  CategoryProposalView,
} from '../members.schemas.js';
import { MembersService } from '../people/members.service.js';
import { listCodes, listProposals, type ProposalListRow } from './categories.queries.js';
import {
  endGrant,
  endPastGrant,
  findCode,
  insertGrants,
  insertProposal,
  lockProposal,
  type NewCategoryRow,
  updateDecision,
} from './categories.repository.js';
import { decideDecision, decideProposal } from './category.rules.js';

export type NewGrant = Omit<NewCategoryRow, 'id'>;

/** Named groups: proposed by one officer, granted by another, with an end date. */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  listCodes(): Promise<CategoryCodeView[]> {
    return listCodes(this.database.db);
  }

  async list(caller: OfficerCaller, query: CategoryProposalsQuery): Promise<Page<CategoryProposalView>> {
    const filter = { id: null, state: query.state ?? null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listProposals(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map((row) => viewOf(row, caller)), nextCursor: page.nextCursor };
  }

  /** @throws Refusal MEMBER_UNKNOWN, CATEGORY_UNKNOWN, CATEGORY_LEVEL_WRONG, CATEGORY_DATES_WRONG, CATEGORY_OPEN */
  async propose(
    caller: OfficerCaller,
    memberId: string,
    request: CategoryProposalRequest,
  ): Promise<CategoryProposalView> {
    // Load the facts: a member of another subtree is unknown.
    await this.members.get(caller, memberId);
    const category = await findCode(this.database.db, request.code);
    const now = this.clock.now();
    const fromOn = shanghaiDate(now.getTime());
    const { code, basis, level = null, untilOn = null } = request;

    const refusal = decideProposal(category, level, untilOn, fromOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);

    const id = newId();
    await this.database
      .transaction(async (tx) => {
        await endPastGrant(tx, memberId, code, fromOn);
        await insertProposal(tx, { id, memberId, code, level, fromOn, untilOn, basis }, caller.loginId, now);
        await this.audit.record(tx, caller, 'category.proposed', { kind: 'member', id: memberId }, { proposalId: id });
      })
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'member_category_one_entry') throw new Refusal(memberErrors.CATEGORY_OPEN);
        throw error;
      });
    return this.get(caller, id);
  }

  /** Grants or refuses. @throws Refusal SAME_PERSON when the asking officer proposed it */
  async decide(caller: OfficerCaller, proposalId: string, decision: CategoryDecision): Promise<CategoryProposalView> {
    await this.database.transaction(async (tx) => {
      const proposal = await lockProposal(tx, proposalId, scopeLike(caller.scope));
      if (proposal === null) throw new Refusal(memberErrors.PROPOSAL_UNKNOWN);
      const refusal = decideDecision(proposal.state, proposal.proposedBy, caller.loginId);
      if (refusal !== null) throw new Refusal(memberErrors[refusal]);
      const state = decision.approve ? 'GRANTED' : 'REFUSED';
      await updateDecision(tx, proposalId, state, caller.loginId, this.clock.now());
      const subject = { kind: 'member', id: proposal.memberId };
      const note = decision.note ?? '';
      await this.audit.record(tx, caller, `category.${state.toLowerCase()}`, subject, { proposalId, note });
    });
    return this.get(caller, proposalId);
  }

  /** Takes over grants that two officers decided elsewhere, such as an earlier register; answers how many are new. */
  loadGrants(
    tx: Tx,
    grants: readonly NewGrant[],
    by: { readonly proposedBy: string; readonly decidedBy: string },
  ): Promise<number> {
    return insertGrants(
      tx,
      grants.map((grant) => ({ ...grant, id: newId() })),
      by,
      this.clock.now(),
    );
  }

  /** Takes a category away from a member. @throws Refusal MEMBER_UNKNOWN, CATEGORY_NOT_HELD */
  async end(caller: OfficerCaller, memberId: string, code: string): Promise<void> {
    await this.members.get(caller, memberId);
    await this.database.transaction(async (tx) => {
      if (!(await endGrant(tx, memberId, code))) throw new Refusal(memberErrors.CATEGORY_NOT_HELD);
      await this.audit.record(tx, caller, 'category.ended', { kind: 'member', id: memberId }, { code });
    });
  }

  /**
   * The whole way for rehearsals: what the member had of this category ends and the new entry holds from today, by two officers.
   * Here a level may be left open, as in registers that know none.
   * @throws Refusal MEMBER_UNKNOWN, CATEGORY_UNKNOWN, CATEGORY_LEVEL_WRONG, CATEGORY_DATES_WRONG
   */
  async replaceDirectly(given: {
    readonly memberId: string;
    readonly entry: Pick<NewGrant, 'code' | 'level' | 'untilOn' | 'basis'>;
    readonly maker: OfficerCaller;
    readonly checker: OfficerCaller;
  }): Promise<void> {
    const { memberId, entry, maker, checker } = given;
    await this.members.get(maker, memberId);
    const category = await findCode(this.database.db, entry.code);
    const fromOn = shanghaiDate(this.clock.now().getTime());
    const levels = entry.level === null ? [] : (category?.levels ?? []);
    const refusal = decideProposal(category && { levels }, entry.level, entry.untilOn, fromOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    await this.database.transaction(async (tx) => {
      await endGrant(tx, memberId, entry.code);
      await this.loadGrants(tx, [{ ...entry, memberId, fromOn }], {
        proposedBy: maker.loginId,
        decidedBy: checker.loginId,
      });
      const { code, level, untilOn } = entry;
      const subject = { kind: 'member', id: memberId };
      await this.audit.record(tx, checker, 'category.granted', subject, { code, level, untilOn });
    });
  }

  private async get(caller: OfficerCaller, id: string): Promise<CategoryProposalView> {
    const filter = { id, state: null, beforeId: null, limit: 1 };
    const [row] = await listProposals(this.database.db, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(memberErrors.PROPOSAL_UNKNOWN);
    return viewOf(row, caller);
  }
}

function viewOf({ proposedById, ...row }: ProposalListRow, caller: OfficerCaller): CategoryProposalView {
  return {
    ...row,
    createdAt: toWireTime(row.createdAt),
    decidedAt: row.decidedAt === null ? null : toWireTime(row.decidedAt),
    mayDecide:
      caller.permissions.has('categories.approve') && decideDecision(row.state, proposedById, caller.loginId) === null,
  };
}
