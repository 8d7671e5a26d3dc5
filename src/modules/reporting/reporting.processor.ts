import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { redemptionRedeemed, redemptionReversed } from '../redemption/index.js';
import type { CampaignUse } from './campaign-hours.rules.js';
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
  ) {
    super(runner, 'reporting');
  }

  override readonly handlers = [
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
