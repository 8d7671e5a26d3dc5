import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import type { Handler } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { CampaignSchedule } from './campaigns/campaign-schedule.service.js';
import { CampaignsService } from './campaigns/campaigns.service.js';

const CLOCK_EVERY_MS = 30_000;

/** Clock work of benefits; no fact of another module starts anything here yet. */
@Injectable()
export class BenefitsProcessor extends EventProcessor {
  readonly handlers: readonly Handler[] = [];
  override readonly schedules = [
    {
      name: 'end-due-campaigns',
      when: { everyMs: CLOCK_EVERY_MS },
      run: () => this.campaigns.endDue().then(() => undefined),
    },
    {
      name: 'publish-due-campaigns',
      when: { everyMs: CLOCK_EVERY_MS },
      run: () => this.schedule.publishDue().then(() => undefined),
    },
    {
      name: 'start-due-campaigns',
      when: { everyMs: CLOCK_EVERY_MS },
      run: () => this.schedule.startDue().then(() => undefined),
    },
  ];

  constructor(
    runner: PackRunner,
    private readonly campaigns: CampaignsService,
    private readonly schedule: CampaignSchedule,
  ) {
    super(runner, 'benefits');
  }
}
