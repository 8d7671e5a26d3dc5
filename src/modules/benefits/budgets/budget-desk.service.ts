import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { isWithin } from '../../../shared/org-path.js';
import { budgetErrors } from './budget.errors.js';
import type { AllocationRequest, BudgetMove, CarryOverRequest } from './budget.schemas.js';
import { type AppliedChange, BudgetChanges, type ChangeOutcome } from './budget-changes.service.js';
import { type Change, freeFenOf, type LineState } from './budget-tree.rules.js';
import { findLine, findOrgPath } from './budgets.repository.js';
import { BudgetsService } from './budgets.service.js';

/** What one officer may do alone with a line of their part of the union: hand down, carry over, close. */
@Injectable()
export class BudgetDesk {
  constructor(
    private readonly database: Database,
    private readonly changes: BudgetChanges,
    private readonly budgets: BudgetsService,
  ) {}

  /**
   * Hands free money down to a line below, opened on the way if it is new (下达).
   * @throws Refusal BUDGET_LINE_NOT_FOUND, BUDGET_LINE_CHANGED, LINE_EXHAUSTED, BUDGET_LINE_CLOSED, BUDGET_LINE_ID_TAKEN, BUDGET_ORG_UNKNOWN
   */
  async allocate(caller: OfficerCaller, lineId: string, request: AllocationRequest): Promise<BudgetMove> {
    await this.lineOf(caller, lineId);
    const { version, amountFen } = request;
    const to =
      'version' in request.to ? request.to : { ...request.to, orgPath: await this.placeOf(caller, request.to) };
    return this.make(caller, { kind: 'ALLOCATE', lineId, version, amountFen, to });
  }

  /**
   * Closes a line and moves what is free to the next year's of the same union (结转); again, when campaigns gave back later.
   * @throws Refusal BUDGET_LINE_NOT_FOUND, BUDGET_LINE_CHANGED, BUDGET_YEAR_WRONG, BUDGET_PARENT_NOT_CARRIED, LINE_EXHAUSTED
   */
  async carryOver(caller: OfficerCaller, lineId: string, { version, to }: CarryOverRequest): Promise<BudgetMove> {
    const { orgId, orgPath } = await this.lineOf(caller, lineId);
    const target = 'version' in to ? to : { ...to, orgId, orgPath };
    return this.make(caller, { kind: 'CARRY_OVER', lineId, version, to: target });
  }

  /** Closes a line that has nothing free. @throws Refusal BUDGET_LINE_NOT_EMPTY, BUDGET_LINE_CHANGED, BUDGET_LINE_CLOSED */
  async close(caller: OfficerCaller, lineId: string, version: number): Promise<BudgetMove> {
    await this.lineOf(caller, lineId);
    return this.make(caller, { kind: 'CLOSE', lineId, version });
  }

  private async make(caller: OfficerCaller, change: Change): Promise<BudgetMove> {
    const [outcome] = await this.changes.apply(caller, [change]);
    return moveOf(this.budgets, caller, appliedOrRefusal(caller, outcome));
  }

  private async lineOf(caller: OfficerCaller, lineId: string): Promise<LineState> {
    const line = await findLine(this.database.db, lineId);
    if (!line || !looksAfter(caller, line.orgPath)) throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND);
    return line;
  }

  private async placeOf(caller: OfficerCaller, { orgId }: { readonly orgId: string }): Promise<string> {
    const path = await findOrgPath(this.database.db, orgId, caller.scope);
    if (path === null) throw new Refusal(budgetErrors.BUDGET_ORG_UNKNOWN, { field: 'to.orgId' });
    return path;
  }
}

export const looksAfter = ({ scope }: OfficerCaller, path: string): boolean =>
  scope.some((subtree) => isWithin(path, subtree));

/** A refused change as a refusal, with the figures as they are now, as far as the officer may see them. */
export function appliedOrRefusal(caller: OfficerCaller, outcome: ChangeOutcome | undefined): AppliedChange {
  if (!outcome) throw new Error('a change had no outcome');
  if (outcome.applied) return outcome;
  const { reason, line } = outcome;
  if (!line || !looksAfter(caller, line.orgPath)) throw new Refusal(budgetErrors[reason]);
  const { id, version, state, totalFen, handedFen } = line;
  const current = { id, version, state, totalFen, handedFen, freeFen: freeFenOf(line) };
  throw new Refusal(budgetErrors[reason], { extra: { current } });
}

/** The lines as they are after a move; the other one only if it is the officer's to see. */
export async function moveOf(
  budgets: BudgetsService,
  caller: OfficerCaller,
  { lineId, otherId, movedFen }: AppliedChange,
): Promise<BudgetMove> {
  const line = await budgets.get(caller, lineId);
  const other = otherId === null ? null : await budgets.find(caller, otherId);
  return { movedFen, line, other };
}
