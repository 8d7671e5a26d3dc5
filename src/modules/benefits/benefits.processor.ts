import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import type { Handler } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { CampaignsService } from './campaigns/campaigns.service.js';

const END_DUE_EVERY_MS = 30_000;

/** Clock work of benefits; no fact of another module starts anything here yet. */
@Injectable()
export class BenefitsProcessor extends EventProcessor {
  readonly handlers: readonly Handler[] = [];
  override readonly schedules = [
    {
      name: 'end-due-campaigns',
      when: { everyMs: END_DUE_EVERY_MS },
      run: () => this.campaigns.endDue().then(() => undefined),
    },
  ];

  constructor(
    runner: PackRunner,
    private readonly campaigns: CampaignsService,
  ) {
    super(runner, 'benefits');
  }
}
