import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { Database } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import type { Page } from '../../../shared/page.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { talliesRebuildRequested } from '../reporting.events.js';
import { countHours, countParts, countUses, listTiers, type PartFilter } from './breakdown.queries.js';
import { fileLines, sortParts } from './breakdown.rules.js';
import { findGoals } from './goals.repository.js';
import { goalOrgIds, nearestGoals, reachedIn } from './goals.rules.js';
import type {
  BreakdownFileQuery,
  BreakdownQuery,
  Dimension,
  MonthIndicators,
  Outlook,
  Overview,
  PartIndicators,
  RebuildRequest,
  Trend,
  TrendQuery,
} from './indicator.schemas.js';
import { type Counts, ratesOf, sumCounts } from './indicators.rules.js';
import { monthOf } from './months.rules.js';
import { TREND_MONTHS } from './months.service.js';
import { findFoldedAt } from './tallies.queries.js';
import { countMonths, listTops } from './trend.queries.js';

// What a spreadsheet needs to see that a file is UTF-8.
const BOM = '\uFEFF';

/** The indicators of an officer's part of the union: as they stand, by part, and month by month against the goals. */
@Injectable()
export class IndicatorsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The subtree in all and by park. */
  async overview({ scope }: OfficerCaller): Promise<Overview> {
    const { db } = this.database;
    const [rows, tiers, today, byHour, foldedAt] = await Promise.all([
      countParts(db, scope, 'PARK'),
      listTiers(db),
      countUses(db, scope, this.todayOn()),
      countHours(db, scope, this.todayOn()),
      findFoldedAt(db),
    ]);
    const total = sumCounts(rows);
    const parks = rows.flatMap(({ key, name, ...counts }) =>
      key === null || name === null
        ? []
        : [
            {
              code: key,
              name,
              tier: tiers.find(({ code }) => code === key)?.tier ?? null,
              ...counts,
              ...ratesOf(counts),
            },
          ],
    );
    return { asOf: foldedAt && toWireTime(foldedAt), ...total, ...ratesOf(total), parks, today: { ...today, byHour } };
  }

  /** One page of the parts of the subtree, sorted. */
  async breakdown(
    { scope }: OfficerCaller,
    { by, sort, order, limit, cursor, ...filter }: BreakdownQuery,
  ): Promise<Page<PartIndicators>> {
    const parts = sortParts(await this.parts(scope, by, filter), sort, order);
    const from = Number(cursor ?? 0);
    const next = from + limit;
    return { items: parts.slice(from, next), nextCursor: next < parts.length ? String(next) : null };
  }

  /** All parts as a file. */
  async file({ scope }: OfficerCaller, { by, sort, order, ...filter }: BreakdownFileQuery): Promise<string> {
    return BOM + stringify(fileLines(sortParts(await this.parts(scope, by, filter), sort, order)));
  }

  /** Closed months and this one as it stands, and where the goals that hold will be reached. @throws Refusal NOT_FOUND */
  async trend({ scope }: OfficerCaller, query: TrendQuery): Promise<Trend> {
    const { db } = this.database;
    const monthOn = monthOf(this.todayOn());
    const tops = await listTops(db, scope, query);
    if (tops.length === 0) throw new Refusal(commonErrors.NOT_FOUND);
    const paths = tops.map(({ path }) => path);
    const [closed, current] = await Promise.all([
      countMonths(
        db,
        tops.map(({ id }) => id),
        monthOf(monthOn, -TREND_MONTHS),
        query.industry,
      ),
      this.countNow(paths, query.industry),
    ]);
    const months = [...closed.map((month) => ({ ...month, closed: true })), { monthOn, closed: false, ...current }].map(
      (month): MonthIndicators => ({ ...month, ...ratesOf(month) }),
    );
    const above = goalOrgIds(paths);
    const found = await beyondScope(db, 'a goal holds for everybody below, and names nobody', () =>
      findGoals(db, above),
    );
    const goals = nearestGoals(found, above);
    return { months, goals: goals.map((goal) => outlookOf(goal, months)) };
  }

  /** Has the tallies made anew from the rows in the background. */
  async requestRebuild(caller: OfficerCaller, { months }: RebuildRequest): Promise<void> {
    // Looking is for all who may see the system; repairing is for the city's administrators.
    if (!caller.roles.includes('CITY_ADMIN')) throw new Refusal(commonErrors.NOT_ALLOWED);
    await this.database.transaction(async (tx) => {
      await this.audit.record(
        tx,
        caller,
        'tallies.rebuild-requested',
        { kind: 'tallies', id: 'indicators' },
        { months },
      );
      await this.outbox.append(tx, talliesRebuildRequested, { months });
    });
  }

  private async parts(scope: readonly string[], by: Dimension, filter: PartFilter): Promise<PartIndicators[]> {
    const rows = await countParts(this.database.db, scope, by, filter);
    return rows.map((row) => ({ ...row, ...ratesOf(row) }));
  }

  private async countNow(scope: readonly string[], industry: string | undefined): Promise<Counts> {
    const rows = await countParts(this.database.db, scope, industry === undefined ? 'PARK' : 'INDUSTRY', { industry });
    const total = sumCounts(rows);
    return industry === undefined ? total : { ...total, unions: null, standardUnions: null };
  }

  private todayOn(): string {
    return shanghaiDate(this.clock.now().getTime());
  }
}

function outlookOf(
  { indicator, goalBps, byOn, orgId }: Omit<Outlook, 'gapBps' | 'reachedIn'>,
  months: readonly MonthIndicators[],
): Outlook {
  const rate = months.at(-1)?.[indicator] ?? null;
  const gapBps = rate === null ? null : Math.max(0, goalBps - Math.round(rate * 10_000));
  const history = months.map((month) => ({ monthOn: month.monthOn, rate: month[indicator] }));
  return { indicator, goalBps, byOn, orgId, gapBps, reachedIn: reachedIn(history, goalBps / 10_000) };
}
