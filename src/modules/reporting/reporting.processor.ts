import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { type Handler, on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased } from '../members/index.js';
import { redemptionRedeemed, redemptionReversed } from '../redemption/index.js';
import type { CampaignUse } from './campaign-hours.rules.js';
import { MonthsService } from './indicators/months.service.js';
import { TalliesService } from './indicators/tallies.service.js';
import { talliesRebuildRequested } from './reporting.events.js';
import { dataExportRequested } from './my-data/my-data.events.js';
import { MyDataService } from './my-data/my-data.service.js';
import { ReportingService } from './reporting.service.js';
import { SystemService } from './system.service.js';

const HOUR_MS = 3_600_000;
/** How long an officer waits to see in the figures what was just done. */
const FOLD_EVERY_MS = 5_000;

interface Happened {
  readonly payload: {
    readonly occurredAt: string;
    readonly storeId: string;
    readonly uses: readonly Pick<CampaignUse, 'campaignId' | 'discountFen' | 'gone' | 'unionFen'>[];
  };
}

/** Keeps figures up with what happened at the tills and in the unions, and looks after the machinery by the clock. */
@Injectable()
export class ReportingProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly reporting: ReportingService,
    private readonly tallies: TalliesService,
    private readonly months: MonthsService,
    private readonly system: SystemService,
    private readonly myData: MyDataService,
  ) {
    super(runner, 'reporting');
  }

  override readonly handlers: readonly Handler[] = [
    onTask(dataExportRequested, ({ payload }) => this.myData.make(payload.exportId)),
    on(memberErased, (tx, events) =>
      this.myData.forget(
        tx,
        events.map(({ payload }) => payload.memberId),
      ),
    ),
    on(redemptionRedeemed, async (tx, events) => {
      await this.count(tx, events, 1);
      await this.tallies.noteRedemptions(
        tx,
        events.map(({ payload }) => payload),
      );
    }),
    on(redemptionReversed, async (tx, events) => {
      await this.count(tx, events, -1);
      await this.tallies.noteReversals(
        tx,
        events.map(({ payload }) => payload),
      );
    }),
    onTask(talliesRebuildRequested, async ({ payload }) => {
      await this.tallies.rebuild();
      await this.months.rebuild(payload.months);
    }),
  ];

  override readonly schedules = [
    { name: 'fold-tallies', when: { everyMs: FOLD_EVERY_MS }, run: () => this.tallies.fold() },
    // Hourly, so that a process that was away on the first of a month makes up for it; a month is closed once.
    { name: 'close-month', when: { everyMs: HOUR_MS }, run: () => this.months.closeLast() },
    { name: 'close-month-on-time', when: { pattern: '30 0 0 1 * *' }, run: () => this.months.closeLast() },
    {
      name: 'compare-tallies',
      when: { pattern: '0 40 3 * * *' },
      run: () => this.tallies.compare().then(() => undefined),
    },
    { name: 'watch-partitions', when: { everyMs: HOUR_MS }, run: () => this.system.watchPartitions() },
  ];

  private count(tx: Tx, events: readonly Happened[], direction: 1 | -1): Promise<void> {
    const uses = events.flatMap(({ payload: { occurredAt, storeId, uses: parts } }) =>
      parts.map(({ campaignId, discountFen, unionFen, gone }) => ({
        campaignId,
        occurredAt,
        storeId,
        discountFen,
        unionFen,
        direction,
        gone,
      })),
    );
    return this.reporting.count(tx, uses);
  }
}
