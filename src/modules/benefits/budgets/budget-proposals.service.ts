import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { type Page, pageOf } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { budgetErrors } from './budget.errors.js';
import type {
  BudgetDecision,
  BudgetLineRequest,
  BudgetProposalRequest,
  BudgetProposalsQuery,
  BudgetProposalView,
} from './budget.schemas.js';
import { BudgetChanges } from './budget-changes.service.js';
import { appliedOrRefusal, looksAfter } from './budget-desk.service.js';
import { decideProposal, isCheckersPlace, placeOfProposal } from './budget-proposal.rules.js';
import {
  insertProposal,
  listProposals,
  lockProposal,
  type NewProposal,
  type ProposalRow,
  updateDecision,
} from './budget-proposals.repository.js';
import { decideChange } from './budget-tree.rules.js';
import { findOrgPath, insertLines, loadTree } from './budgets.repository.js';

/** Money that comes to the tree, leaves it or is taken from a line below: one officer proposes, another lets it through. */
@Injectable()
export class BudgetProposals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly changes: BudgetChanges,
  ) {}

  async list(caller: OfficerCaller, query: BudgetProposalsQuery): Promise<Page<BudgetProposalView>> {
    const filter = { id: null, state: query.state ?? null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listProposals(this.database.db, caller.scope, filter);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map((row) => viewOf(row, caller)), nextCursor };
  }

  /**
   * Opens a first line, empty, and proposes the federation's money for it.
   * @throws Refusal BUDGET_LINE_ID_TAKEN, BUDGET_ORG_UNKNOWN
   */
  async open(caller: OfficerCaller, { totalFen, reason, ...line }: BudgetLineRequest): Promise<BudgetProposalView> {
    const id = newId();
    const empty = { parentId: null, state: 'OPEN', version: 1, totalFen: 0, handedFen: 0, carriedToId: null } as const;
    await this.translate(() =>
      this.database.transaction(async (tx) => {
        if ((await findOrgPath(tx, line.orgId, caller.scope)) === null)
          throw new Refusal(budgetErrors.BUDGET_ORG_UNKNOWN, { field: 'orgId' });
        await insertLines(tx, [{ ...line, ...empty }], this.clock.now());
        const { orgId, year } = line;
        const subject = { kind: 'budget-line', id: line.id };
        await this.audit.record(tx, caller, 'budget-line.opened', subject, { orgId, year });
        await this.insert(tx, caller, { id, lineId: line.id, kind: 'RAISE', amountFen: totalFen, reason });
      }),
    );
    return this.get(caller, id);
  }

  /**
   * Proposes to raise or reduce a first line or to claw back from a line below one's own; refused at once what could not be done now.
   * @throws Refusal BUDGET_LINE_NOT_FOUND, BUDGET_LINE_CHANGED, LINE_EXHAUSTED, BUDGET_PROPOSAL_OPEN and the others of a change
   */
  async propose(caller: OfficerCaller, lineId: string, request: BudgetProposalRequest): Promise<BudgetProposalView> {
    const id = newId();
    const { kind, version, amountFen, reason } = request;
    await this.translate(() =>
      this.database.transaction(async (tx) => {
        const tree = await beyondScope(tx, 'a line is held by every line above it', () => loadTree(tx, [lineId]));
        const line = tree.get(lineId);
        const parent = line?.parentId ? tree.get(line.parentId) : undefined;
        if (!line || !looksAfter(caller, line.orgPath)) throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND);
        const decision = decideChange(tree, { kind, lineId, version, amountFen });
        if (!decision.allowed)
          appliedOrRefusal(caller, { applied: false, reason: decision.reason, line: decision.line });
        const place = placeOfProposal({ kind, orgPath: line.orgPath, parentPath: parent?.orgPath ?? null });
        // Taking back is the upper line's to ask for.
        if (place === null || !looksAfter(caller, place)) throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND);
        await this.insert(tx, caller, { id, lineId, kind, amountFen, reason });
      }),
    );
    return this.get(caller, id);
  }

  /**
   * Lets a proposal through, and with it the money, or turns it down.
   * @throws Refusal BUDGET_PROPOSAL_NOT_FOUND, BUDGET_PROPOSAL_DECIDED, SAME_PERSON, and every refusal of the change itself
   */
  async decide(caller: OfficerCaller, id: string, decision: BudgetDecision): Promise<BudgetProposalView> {
    const [row] = await listProposals(this.database.db, caller.scope, { ...ONE, id });
    if (!row || !isCheckersPlace(factsOf(row), caller)) throw new Refusal(budgetErrors.BUDGET_PROPOSAL_NOT_FOUND);
    const note = decision.note ?? null;
    if (decision.approve) {
      const { kind, lineId, amountFen } = row;
      await this.changes.apply(
        caller,
        [{ kind, lineId, amountFen, version: decision.version }],
        async (tx, [outcome]) => {
          await this.settle(tx, caller, row, { state: 'APPROVED', note });
          appliedOrRefusal(caller, outcome);
        },
      );
    } else await this.database.transaction((tx) => this.settle(tx, caller, row, { state: 'REJECTED', note }));
    return this.get(caller, id);
  }

  private async settle(
    tx: Tx,
    caller: OfficerCaller,
    { id, lineId, kind, amountFen }: ProposalRow,
    { state, note }: { readonly state: 'APPROVED' | 'REJECTED'; readonly note: string | null },
  ): Promise<void> {
    const standing = await lockProposal(tx, id);
    if (!standing) throw new Error(`budget proposal ${id} is gone`);
    const refusal = decideProposal(standing, caller.loginId, state === 'APPROVED');
    if (refusal !== null) throw new Refusal(budgetErrors[refusal]);
    await updateDecision(tx, id, { state, by: caller.loginId, note }, this.clock.now());
    const action = state === 'APPROVED' ? 'budget-line.approved' : 'budget-line.rejected';
    const detail = { proposalId: id, kind, amountFen, note };
    await this.audit.record(tx, caller, action, { kind: 'budget-line', id: lineId }, detail);
  }

  private async insert(tx: Tx, caller: OfficerCaller, proposal: NewProposal): Promise<void> {
    await insertProposal(tx, proposal, caller.loginId, this.clock.now());
    const { id, lineId, kind, amountFen, reason } = proposal;
    const detail = { proposalId: id, kind, amountFen, reason };
    await this.audit.record(tx, caller, 'budget-line.proposed', { kind: 'budget-line', id: lineId }, detail);
  }

  private async translate(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      switch (violatedConstraint(error)) {
        case 'budget_line_pkey':
          throw new Refusal(budgetErrors.BUDGET_LINE_ID_TAKEN, { field: 'id' });
        case 'budget_proposal_one_open':
          throw new Refusal(budgetErrors.BUDGET_PROPOSAL_OPEN);
        default:
          throw error;
      }
    }
  }

  private async get(caller: OfficerCaller, id: string): Promise<BudgetProposalView> {
    const [row] = await listProposals(this.database.db, caller.scope, { ...ONE, id });
    if (!row) throw new Refusal(budgetErrors.BUDGET_PROPOSAL_NOT_FOUND);
    return viewOf(row, caller);
  }
}

const ONE = { state: null, beforeId: null, limit: 1 } as const;

const factsOf = (row: ProposalRow) => ({ ...row, proposedBy: row.proposedById });

function viewOf(row: ProposalRow, caller: OfficerCaller): BudgetProposalView {
  const { proposedById, orgPath: _path, parentPath: _parent, ...view } = row;
  return {
    ...view,
    proposedAt: toWireTime(row.proposedAt),
    decidedAt: row.decidedAt === null ? null : toWireTime(row.decidedAt),
    mayDecide:
      caller.permissions.has('budgets.approve') &&
      isCheckersPlace(factsOf(row), caller) &&
      decideProposal({ state: row.state, proposedBy: proposedById }, caller.loginId, true) === null,
  };
}
