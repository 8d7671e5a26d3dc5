import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { type Handler, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { campaignGranting } from './benefits.events.js';
import { CampaignsService } from './campaigns/campaigns.service.js';
import { GrantsService } from './grants/grants.service.js';
import { HoldingsService } from './holdings/holdings.service.js';

const END_DUE_EVERY_MS = 30_000;

/** Clock work of benefits, and giving to whole audiences. */
@Injectable()
export class BenefitsProcessor extends EventProcessor {
  readonly handlers: readonly Handler[];
  override readonly schedules = [
    {
      name: 'end-due-campaigns',
      when: { everyMs: END_DUE_EVERY_MS },
      run: () => this.campaigns.endDue().then(() => undefined),
    },
    {
      name: 'expire-holdings',
      when: { everyMs: END_DUE_EVERY_MS },
      run: () => this.holdings.expireEnded().then(() => undefined),
    },
    // The fact of its publishing starts a run at once; this goes on with one whose process died.
    { name: 'grant-due', when: { everyMs: END_DUE_EVERY_MS }, run: () => this.grants.runDue() },
  ];

  constructor(
    runner: PackRunner,
    private readonly campaigns: CampaignsService,
    private readonly grants: GrantsService,
    private readonly holdings: HoldingsService,
  ) {
    super(runner, 'benefits');
    this.handlers = [onTask(campaignGranting, ({ payload }) => this.grants.run(payload.campaignId))];
  }
}
