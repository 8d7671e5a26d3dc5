import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { shanghaiParts, toWireTime } from '../../../shared/time.js';
import { type AccountPosting, budgetLineAccount, FUNDING, LedgerService } from '../../ledger/index.js';
import { budgetErrors } from './budget.errors.js';
import type { BudgetHistoryItem, BudgetTreeQuery, BudgetTreeView } from './budget.schemas.js';
import { rollUp } from './budget-view.rules.js';
import { listTree, listWords, listYears, namesByEvent, namesOf } from './budgets.queries.js';
import { findOrgPath } from './budgets.repository.js';
import { BudgetsService } from './budgets.service.js';

const HISTORY_MAX = 200;
const [LINE_PREFIX, CAMPAIGN_PREFIX] = ['budget-line:', 'campaign:'];

/** The tree as officers see it, and what happened to one line. */
@Injectable()
export class BudgetScreens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly budgets: BudgetsService,
  ) {}

  /** Lines of the officer's subtree. @throws Refusal BUDGET_ORG_UNKNOWN for an owner elsewhere */
  async tree(caller: OfficerCaller, { year, owner }: BudgetTreeQuery): Promise<BudgetTreeView> {
    const { db } = this.database;
    const ownerPath = owner === undefined ? null : await findOrgPath(db, owner, caller.scope);
    if (owner !== undefined && ownerPath === null)
      throw new Refusal(budgetErrors.BUDGET_ORG_UNKNOWN, { field: 'owner' });
    const [rows, years] = await Promise.all([listTree(db, caller.scope, year ?? null), listYears(db, caller.scope)]);
    return {
      years,
      thisYear: shanghaiParts(this.clock.now().getTime()).year,
      mayMove: caller.permissions.has('budgets.write'),
      lines: rollUp(rows, ownerPath),
    };
  }

  /** Money and words about a line, the newest first. @throws Refusal BUDGET_LINE_NOT_FOUND */
  async history(caller: OfficerCaller, lineId: string): Promise<{ items: BudgetHistoryItem[] }> {
    await this.budgets.get(caller, lineId);
    const { db } = this.database;
    const [postings, words] = await Promise.all([
      this.ledger.postingsOfLine(db, lineId, HISTORY_MAX),
      listWords(db, lineId, HISTORY_MAX),
    ]);
    const account = budgetLineAccount(lineId);
    const others = [...new Set(postings.map((posting) => otherAccount(posting, account)))];
    const idsOf = (prefix: string) =>
      others.filter((code) => code.startsWith(prefix)).map((code) => code.slice(prefix.length));
    const lineIds = idsOf(LINE_PREFIX);
    const [names, makers] = await beyondScope(db, 'whoever sees a movement is told its other side by name', () =>
      Promise.all([namesOf(db, lineIds, idsOf(CAMPAIGN_PREFIX)), namesByEvent(db, [lineId, ...lineIds])]),
    );
    const moved = postings.map((posting) => {
      const { kind, id } = partyOf(otherAccount(posting, account));
      return {
        at: posting.occurredAt,
        action: posting.reason,
        amountFen: posting.debitAccount === account ? posting.amountFen : -posting.amountFen,
        otherKind: kind,
        otherName: (kind === 'LINE' ? names.lines : names.campaigns).get(id) ?? null,
        by: makers.get(posting.eventId) ?? null,
      };
    });
    const said = words.map((word) => ({ ...word, amountFen: null, otherKind: null, otherName: null }));
    const items = [...moved, ...said].toSorted((one, other) => other.at.getTime() - one.at.getTime());
    return { items: items.slice(0, HISTORY_MAX).map((item) => ({ ...item, at: toWireTime(item.at) })) };
  }
}

const otherAccount = ({ debitAccount, creditAccount }: AccountPosting, account: string): string =>
  debitAccount === account ? creditAccount : debitAccount;

function partyOf(code: string): { kind: NonNullable<BudgetHistoryItem['otherKind']>; id: string } {
  if (code === FUNDING) return { kind: 'FEDERATION', id: '' };
  if (code.startsWith(LINE_PREFIX)) return { kind: 'LINE', id: code.slice(LINE_PREFIX.length) };
  return { kind: 'CAMPAIGN', id: code.slice(CAMPAIGN_PREFIX.length) };
}
