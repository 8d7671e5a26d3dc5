import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { type Handler, on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased, memberRetained, memberTransferred, memberWithdrawn } from '../members/index.js';
import { orgMoved } from '../organizations/index.js';
import { campaignGranting } from './benefits.events.js';
import { CampaignSchedule } from './campaigns/campaign-schedule.service.js';
import { BudgetAlarms } from './budgets/budget-alarms.service.js';
import { CampaignsService } from './campaigns/campaigns.service.js';
import { GrantsService } from './grants/grants.service.js';
import { HoldingsService } from './holdings/holdings.service.js';

const CLOCK_EVERY_MS = 30_000;
const BUDGETS_EVERY_MS = 60_000;

/** Clock work of benefits, and giving to whole audiences. */
@Injectable()
export class BenefitsProcessor extends EventProcessor {
  readonly handlers: readonly Handler[];
  override readonly schedules = [
    {
      name: 'end-due-campaigns',
      when: { everyMs: CLOCK_EVERY_MS },
      run: () => this.campaigns.endDue().then(() => undefined),
    },
    {
      name: 'expire-holdings',
      when: { everyMs: CLOCK_EVERY_MS },
      run: () => this.holdings.expireEnded().then(() => undefined),
    },
    // The fact of its publishing starts a run at once; this goes on with one whose process died.
    { name: 'grant-due', when: { everyMs: CLOCK_EVERY_MS }, run: () => this.grants.runDue() },
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
    { name: 'watch-budgets', when: { everyMs: BUDGETS_EVERY_MS }, run: () => this.alarms.watch() },
  ];

  constructor(
    runner: PackRunner,
    private readonly campaigns: CampaignsService,
    private readonly grants: GrantsService,
    private readonly holdings: HoldingsService,
    private readonly schedule: CampaignSchedule,
    private readonly alarms: BudgetAlarms,
  ) {
    super(runner, 'benefits');
    this.handlers = [
      onTask(campaignGranting, ({ payload }) => this.grants.run(payload.campaignId)),
      onTask(orgMoved, ({ payload }) => this.holdings.revokeBeyond(payload)),
      on(memberErased, (tx, events) =>
        this.holdings.revokeAll(
          tx,
          events.map(({ payload }) => payload.memberId),
        ),
      ),
      // Who moved, rests between jobs or left: what unions they left behind had given ends.
      ...[memberTransferred, memberRetained, memberWithdrawn].map((event) =>
        on(event, (tx, events) =>
          this.holdings.revokeLeft(
            tx,
            events.map(({ payload }) => payload),
          ),
        ),
      ),
    ];
  }
}
