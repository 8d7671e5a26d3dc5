import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased } from '../members/index.js';
import { redemptionRedeemed, redemptionReversed } from '../redemption/index.js';
import type { CampaignUse } from './campaign-hours.rules.js';
import { dataExportRequested } from './my-data/my-data.events.js';
import { MyDataService } from './my-data/my-data.service.js';
import { ReportingService } from './reporting.service.js';
import { SystemService } from './system.service.js';

const HOUR_MS = 3_600_000;

interface Happened {
  readonly payload: {
    readonly occurredAt: string;
    readonly storeId: string;
    readonly uses: readonly Pick<CampaignUse, 'campaignId' | 'discountFen' | 'gone' | 'unionFen'>[];
  };
}

/** Keeps the statistics of campaigns up with what happened at the tills, and looks after the machinery by the clock. */
@Injectable()
export class ReportingProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly reporting: ReportingService,
    private readonly system: SystemService,
    private readonly myData: MyDataService,
  ) {
    super(runner, 'reporting');
  }

  override readonly handlers = [
    onTask(dataExportRequested, ({ payload }) => this.myData.make(payload.exportId)),
    on(memberErased, (tx, events) =>
      this.myData.forget(
        tx,
        events.map(({ payload }) => payload.memberId),
      ),
    ),
    on(redemptionRedeemed, (tx, events) => this.count(tx, events, 1)),
    on(redemptionReversed, (tx, events) => this.count(tx, events, -1)),
  ];

  override readonly schedules = [
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
