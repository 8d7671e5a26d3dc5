import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../../shared/time.js';
import { isMonthKept, type MonthSpan, writeFromRows, writeFromTallies } from './months.repository.js';
import { monthOf } from './months.rules.js';
import { TalliesService } from './tallies.service.js';

/** As far back as trends are drawn. */
export const TREND_MONTHS = 24;

/** Keeps how every union stood at the end of each month. */
@Injectable()
export class MonthsService {
  constructor(
    private readonly database: Database,
    private readonly tallies: TalliesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps the month that ended last, once. Within its first day after it is the tallies as they stand; later, as when the jobs
   * process was away, the tallies have moved on and it is counted from the rows.
   */
  async closeLast(): Promise<void> {
    const now = this.clock.now();
    const span = spanOf(monthOf(shanghaiDate(now.getTime()), -1));
    if (await isMonthKept(this.database.db, span.monthOn)) return;
    if (now.getTime() - startOfShanghaiDay(span.endOn) > DAY_MS) return this.count(span);
    await this.tallies.fold();
    await this.database.transaction((tx) => writeFromTallies(tx, span, now));
  }

  /** Counts the last months anew from the rows, oldest first, each in a transaction of its own. */
  async rebuild(months: number): Promise<void> {
    const todayOn = shanghaiDate(this.clock.now().getTime());
    for (let back = months; back >= 1; back -= 1) await this.count(spanOf(monthOf(todayOn, -back)));
  }

  private async count(span: MonthSpan): Promise<void> {
    await this.database.transaction((tx) => writeFromRows(tx, span, this.clock.now()));
  }
}

const spanOf = (monthOn: string): MonthSpan => ({ monthOn, endOn: monthOf(monthOn, 1) });
