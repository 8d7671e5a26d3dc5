import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { isWithin } from '../../../shared/org-path.js';
import type { Page, PageQuery } from '../../../shared/page.js';
import { shanghaiParts } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { budgetLineAccount, campaignAccount, FUNDING, LedgerService } from '../../ledger/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { budgetErrors } from './budget.errors.js';
import type { BudgetLine } from './budget.schemas.js';
import { findLineView, listLines } from './budgets.queries.js';
import { findLine, findOrgPath, insertLines, moveHanded } from './budgets.repository.js';

/** A line with money two officers decided on elsewhere, such as an earlier register's. */
export interface FundedLine {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly totalFen: number;
  /** The line the money comes from; without one the federation funds it. */
  readonly parentId?: string;
  /** That of the line above it; of a first line, the current one unless told otherwise. */
  readonly year?: number;
}

/** Money on its way between a line and a campaign. */
export interface LineMove {
  readonly lineId: string;
  readonly campaignId: string;
  readonly fen: number;
  readonly reason: string;
}

const ITS_LINE = 'the line a campaign was given from may be of a union above';

/** The door between budget lines and campaigns. A line's row is locked last in every transaction: it is shared by everything below it. */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
    private readonly organizations: OrganizationsService,
  ) {}

  list(caller: OfficerCaller, query: PageQuery): Promise<Page<BudgetLine>> {
    return listLines(this.database.db, caller.scope, query);
  }

  /** A line of the officer's subtree, or null. */
  find(caller: OfficerCaller, id: string): Promise<BudgetLine | null> {
    return findLineView(this.database.db, caller.scope, id);
  }

  /** @throws Refusal BUDGET_LINE_NOT_FOUND */
  async get(caller: OfficerCaller, id: string): Promise<BudgetLine> {
    const line = await this.find(caller, id);
    if (!line) throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND);
    return line;
  }

  /**
   * Opens a line with its money at once, out of its parent's free money or funded by the federation: for loading and rehearsal. At a
   * desk a first line's money is proposed and let through by two officers.
   * @throws Refusal LINE_EXHAUSTED, BUDGET_LINE_ID_TAKEN, BUDGET_ORG_UNKNOWN, BUDGET_LINE_NOT_FOUND (of the parent)
   */
  async create(caller: OfficerCaller, { totalFen, parentId, ...given }: FundedLine): Promise<BudgetLine> {
    await this.database.transaction(async (tx) => {
      const { id, orgId, name } = given;
      await this.organizations.holdTree(tx);
      const year = await this.yearAt(tx, caller, { orgId, parentId, year: given.year });
      const line = { id, orgId, name, year, parentId: parentId ?? null, totalFen };
      try {
        await insertLines(
          tx,
          [{ ...line, handedFen: 0, state: 'OPEN', version: 1, carriedToId: null }],
          this.clock.now(),
        );
      } catch (error) {
        if (violatedConstraint(error) === 'budget_line_pkey')
          throw new Refusal(budgetErrors.BUDGET_LINE_ID_TAKEN, { field: 'id' });
        throw error;
      }
      await this.audit.record(
        tx,
        caller,
        'budget-line.created',
        { kind: 'budget-line', id },
        { orgId, parentId: parentId ?? null, totalFen },
      );
      // A line may be opened before there is money for it.
      if (totalFen === 0) return;
      const credit = parentId === undefined ? FUNDING : budgetLineAccount(parentId);
      await this.post(tx, budgetLineAccount(id), credit, totalFen, 'budget-line.funded');
      if (parentId !== undefined) await this.take(tx, parentId, totalFen, 'totalFen');
    });
    return this.get(caller, given.id);
  }

  /**
   * Whoever publishes gives the money, so the line must be in their subtree: a park cannot spend the city's by itself.
   * @throws Refusal BUDGET_LINE_NOT_FOUND
   */
  async checkMayHandOut(db: Db, caller: OfficerCaller, lineId: string): Promise<void> {
    if (!(await findLineView(db, caller.scope, lineId)))
      throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND, { field: 'budget.from' });
  }

  /**
   * Hands money of a line to a campaign. Call it last in the transaction.
   * @throws Refusal LINE_EXHAUSTED, BUDGET_LINE_CLOSED
   */
  async handOut(tx: Tx, { lineId, campaignId, fen, reason }: LineMove): Promise<void> {
    if (fen === 0) return;
    await this.post(tx, campaignAccount(campaignId), budgetLineAccount(lineId), fen, reason);
    await this.take(tx, lineId, fen, 'budget.totalFen');
  }

  /** Returns money of a campaign to the line it came from, closed or not. Call it last in the transaction. */
  async giveBack(tx: Tx, { lineId, campaignId, fen, reason }: LineMove): Promise<void> {
    if (fen === 0) return;
    await this.post(tx, budgetLineAccount(lineId), campaignAccount(campaignId), fen, reason);
    if (!(await beyondScope(tx, ITS_LINE, () => moveHanded(tx, lineId, -fen))))
      throw new Error(`line ${lineId} never handed out the ${fen} fen that campaign ${campaignId} gives back`);
  }

  private async yearAt(
    tx: Tx,
    caller: OfficerCaller,
    { orgId, parentId, year }: { orgId: string; parentId: string | undefined; year: number | undefined },
  ): Promise<number> {
    const path = await findOrgPath(tx, orgId, caller.scope);
    if (path === null) throw new Refusal(budgetErrors.BUDGET_ORG_UNKNOWN, { field: 'orgId' });
    if (parentId === undefined) return year ?? shanghaiParts(this.clock.now().getTime()).year;
    const parent = await findLine(tx, parentId);
    if (!parent || !caller.scope.some((subtree) => isWithin(parent.orgPath, subtree)))
      throw new Refusal(budgetErrors.BUDGET_LINE_NOT_FOUND, { field: 'parentId' });
    if (!isWithin(path, parent.orgPath)) throw new Refusal(budgetErrors.BUDGET_ORG_UNKNOWN, { field: 'orgId' });
    return parent.year;
  }

  private async take(tx: Tx, lineId: string, fen: number, field: string): Promise<void> {
    if (await beyondScope(tx, ITS_LINE, () => moveHanded(tx, lineId, fen))) return;
    const line = await beyondScope(tx, ITS_LINE, () => findLine(tx, lineId));
    throw new Refusal(budgetErrors[line?.state === 'CLOSED' ? 'BUDGET_LINE_CLOSED' : 'LINE_EXHAUSTED'], { field });
  }

  private async post(tx: Tx, debit: string, credit: string, amountFen: number, reason: string): Promise<void> {
    const occurredAt = this.clock.now();
    await this.ledger.post(tx, [{ eventId: newId(), occurredAt, lines: [{ debit, credit, amountFen, reason }] }]);
  }
}
