import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import type { Handler } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { BudgetAlarms } from './budgets/budget-alarms.service.js';
import { CampaignsService } from './campaigns/campaigns.service.js';

const END_DUE_EVERY_MS = 30_000;
const BUDGETS_EVERY_MS = 60_000;

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
    { name: 'watch-budgets', when: { everyMs: BUDGETS_EVERY_MS }, run: () => this.alarms.watch() },
  ];

  constructor(
    runner: PackRunner,
    private readonly campaigns: CampaignsService,
    private readonly alarms: BudgetAlarms,
  ) {
    super(runner, 'benefits');
  }
}
