import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import { Clock } from '../../../shared/clock.js';
import { AlertsService } from '../../audit/index.js';
import { campaignGranting } from '../benefits.events.js';
import { findCampaign } from '../campaigns/campaigns.repository.js';
import { type CampaignDefinition, campaignDefinitionSchema } from '../campaigns/campaign.schemas.js';
import { type GrantPlan, planGrant } from './grant.rules.js';
import {
  advanceRun,
  endRun,
  giveChunk,
  type GrantRun,
  insertRun,
  listRunning,
  lockRun,
  type Meant,
  promise,
  resumeRun,
  startRunning,
} from './grants.repository.js';

const CHUNK_PEOPLE = 2_000;
const RUNS_AT_ONCE = 100;

/** The people joined the audience between the count at publishing and the gift, and the budget was cut to the count. */
class BudgetTooSmall extends Error {}

/**
 * Gives to everybody of an audience, in chunks that commit together with their money and their progress: a run that is killed
 * goes on where it stopped, and nobody is given to twice. Only when all have it does the campaign run.
 */
@Injectable()
export class GrantsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly alerts: AlertsService,
  ) {}

  /** Has the jobs process give to these people, who were counted in the same transaction. */
  async start(tx: Tx, campaignId: string, people: number): Promise<void> {
    await insertRun(tx, campaignId, people, this.clock.now());
    await this.outbox.append(tx, campaignGranting, { campaignId });
  }

  /** Goes on with a run that had stopped, now that the budget was raised. */
  async resume(tx: Tx, campaignId: string): Promise<void> {
    if (await resumeRun(tx, campaignId)) await this.outbox.append(tx, campaignGranting, { campaignId });
  }

  /** Goes on with every run nobody is at. Safe in many processes. */
  async runDue(): Promise<void> {
    for (const campaignId of await listRunning(this.database.db, RUNS_AT_ONCE)) await this.run(campaignId);
  }

  /** Gives until everybody has it. Safe to run twice and at the same time. */
  async run(campaignId: string): Promise<void> {
    try {
      for (let isOver = false; !isOver;) isOver = await this.database.transaction((tx) => this.step(tx, campaignId));
    } catch (error) {
      if (!(error instanceof BudgetTooSmall)) throw error;
      await this.database.transaction((tx) => this.stop(tx, campaignId));
    }
  }

  private async step(tx: Tx, campaignId: string): Promise<boolean> {
    const run = await lockRun(tx, campaignId);
    if (!run) return true;
    if (run.liveState !== 'GRANTING') {
      await endRun(tx, campaignId, 'STOPPED', this.clock.now());
      return true;
    }
    const { plan, meant } = await this.planOf(tx, run);
    const { people, last, promisedFen } = await giveChunk(tx, run, plan, meant, CHUNK_PEOPLE);
    if (promisedFen > 0 && !(await promise(tx, campaignId, promisedFen))) throw new BudgetTooSmall(campaignId);
    await advanceRun(tx, campaignId, people, last);
    if (people === CHUNK_PEOPLE) return false;
    await endRun(tx, campaignId, 'DONE', this.clock.now());
    await startRunning(tx, campaignId);
    return true;
  }

  private async planOf(tx: Tx, run: GrantRun): Promise<{ plan: GrantPlan; meant: Meant }> {
    const campaign = await findCampaign(tx, run.campaignId);
    if (!campaign) throw new Error(`campaign ${run.campaignId} gives to people and is gone`);
    const definition: CampaignDefinition = campaignDefinitionSchema.parse(campaign.definition);
    const plan = planGrant(definition);
    if (!plan) throw new Error(`campaign ${run.campaignId} gives nothing beforehand`);
    return { plan, meant: { definition, ownerPath: campaign.ownerPath, asOf: run.startedAt } };
  }

  private async stop(tx: Tx, campaignId: string): Promise<void> {
    const run = await lockRun(tx, campaignId);
    if (!run) return;
    await endRun(tx, campaignId, 'STOPPED', this.clock.now());
    const campaign = await findCampaign(tx, campaignId);
    await this.alerts.raise(tx, {
      code: 'GRANT_STOPPED',
      subjectKind: 'campaign',
      subjectId: campaignId,
      orgPath: campaign?.ownerPath ?? '/',
      detail: { given: run.given, people: run.people },
    });
  }
}
