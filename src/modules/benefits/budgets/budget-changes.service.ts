import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { type AuditActor, AuditService } from '../../audit/index.js';
import { budgetLineAccount, type Entry, FUNDING, LedgerService } from '../../ledger/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import {
  type Change,
  type ChangeDecision,
  type ChangeRefusal,
  decideChange,
  idsOf,
  type LineState,
  type LineTransfer,
} from './budget-tree.rules.js';
import { insertLines, loadTree, swapLines } from './budgets.repository.js';

export interface AppliedChange {
  readonly applied: true;
  readonly lineId: string;
  readonly otherId: string | null;
  readonly movedFen: number;
}
export interface RefusedChange {
  readonly applied: false;
  readonly reason: ChangeRefusal;
  /** The line it failed at, as it stands now. */
  readonly line: LineState | null;
}
export type ChangeOutcome = AppliedChange | RefusedChange;

const VERBS: Readonly<Record<Change['kind'], string>> = {
  RAISE: 'budget-line.raised',
  REDUCE: 'budget-line.reduced',
  ALLOCATE: 'budget-line.allocated',
  CLAW_BACK: 'budget-line.clawed-back',
  CARRY_OVER: 'budget-line.carried-over',
  CLOSE: 'budget-line.closed',
};
const ATTEMPTS_MAX = 5;

/** Somebody else changed a line between the look at it and the write: everything of the attempt is undone. */
class LostRace extends Error {}

interface Applied {
  readonly change: Change;
  readonly decision: ChangeDecision & { readonly allowed: true };
  readonly eventId: string;
}

/**
 * The one place where money moves between lines. Many changes are decided one after the other on facts read once, and written by
 * compare-and-swap; a lost race means deciding again on fresh facts, where a version seen before no longer holds.
 */
@Injectable()
export class BudgetChanges {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
    private readonly organizations: OrganizationsService,
  ) {}

  /** Makes the changes that may be, in order; each has its own outcome. `besides` runs in the same transaction before any line is locked. */
  async apply(
    actor: AuditActor,
    changes: readonly Change[],
    besides: (tx: Tx, outcomes: readonly ChangeOutcome[]) => Promise<void> = () => Promise.resolve(),
  ): Promise<ChangeOutcome[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await beyondScope(this.database.db, 'a line is held by every line above it', () =>
          this.database.transaction((tx) => this.attempt(tx, actor, changes, besides)),
        );
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !(error instanceof LostRace)) throw error;
      }
    }
  }

  private async attempt(
    tx: Tx,
    actor: AuditActor,
    changes: readonly Change[],
    besides: (tx: Tx, outcomes: readonly ChangeOutcome[]) => Promise<void>,
  ): Promise<ChangeOutcome[]> {
    // A union that moves meanwhile would leave its line under a union it belongs to no more.
    await this.organizations.holdTree(tx);
    const before = await loadTree(tx, [...new Set(changes.flatMap(idsOf))]);
    const tree = new Map(before);
    const done: Applied[] = [];
    const outcomes = changes.map((change): ChangeOutcome => {
      const decision = decideChange(tree, change);
      if (!decision.allowed) return { applied: false, reason: decision.reason, line: decision.line };
      for (const line of decision.lines) tree.set(line.id, line);
      done.push({ change, decision, eventId: newId() });
      const { otherId, transfer } = decision;
      return { applied: true, lineId: change.lineId, otherId, movedFen: transfer?.fen ?? 0 };
    });
    await besides(tx, outcomes);
    if (done.length > 0) await this.write(tx, actor, done, before, tree);
    return outcomes;
  }

  /** Lines last: their rows are shared by everything below them, so their locks must be the shortest. */
  private async write(
    tx: Tx,
    actor: AuditActor,
    done: readonly Applied[],
    before: ReadonlyMap<string, LineState>,
    tree: ReadonlyMap<string, LineState>,
  ): Promise<void> {
    for (const { change, decision, eventId } of done) {
      const detail = { eventId, amountFen: decision.transfer?.fen ?? 0, otherLineId: decision.otherId };
      await this.audit.record(tx, actor, VERBS[change.kind], { kind: 'budget-line', id: change.lineId }, detail);
    }
    const now = this.clock.now();
    await this.ledger.post(
      tx,
      done.flatMap((one) => (one.decision.transfer ? [entryOf(one, one.decision.transfer, now)] : [])),
    );
    const after = [...tree.values()].filter((line) => before.get(line.id) !== line);
    try {
      await insertLines(
        tx,
        after.filter(({ id }) => !before.has(id)),
        now,
      );
    } catch (error) {
      throw violatedConstraint(error) === 'budget_line_pkey' ? new LostRace() : error;
    }
    const updates = after.flatMap((line) => {
      const seen = before.get(line.id);
      return seen ? [{ seenVersion: seen.version, line }] : [];
    });
    if (!(await swapLines(tx, updates))) throw new LostRace();
  }
}

function entryOf({ change, eventId }: Applied, { from, to, fen }: LineTransfer, occurredAt: Date): Entry {
  const accountOf = (id: string | null): string => (id === null ? FUNDING : budgetLineAccount(id));
  const line = { debit: accountOf(to), credit: accountOf(from), amountFen: fen, reason: VERBS[change.kind] };
  return { eventId, occurredAt, lines: [line] };
}
