import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { AlertsService, AuditService } from '../../audit/index.js';
import { OfficerCallers } from '../../identity/index.js';
import { campaignErrors } from './campaign.errors.js';
import { campaignStarted } from './campaign.events.js';
import { checkRevision, factsOf, lockForOfficer, refusalOf } from './campaign-lock.js';
import { CampaignPublisher } from './campaign-publisher.service.js';
import { listToPublish, listToStart, markStarted, updatePublishAt } from './campaign-schedule.repository.js';
import { campaignDefinitionSchema } from './campaign.schemas.js';
import type { CampaignScheduleRequest } from './campaign-views.schemas.js';
import { type CampaignRecord, lockCampaign } from './campaigns.repository.js';
import { CampaignsService } from './campaigns.service.js';
import { decideOfficerAction } from './officer-actions.rules.js';

const DUE_BATCH = 100;
const SYSTEM = { kind: 'system', id: 'benefits' } as const;

/** What campaigns do by the clock: be published at a time, and begin. Each step is taken once, however many processes look. */
@Injectable()
export class CampaignSchedule {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly alerts: AlertsService,
    private readonly officers: OfficerCallers,
    private readonly campaigns: CampaignsService,
    private readonly publisher: CampaignPublisher,
  ) {}

  /**
   * Lets the clock publish what was approved, or takes the time away again. It needs what publishing itself needs.
   * @throws Refusal CAMPAIGN_NOT_FOUND, CAMPAIGN_CHANGED, NOT_ALLOWED, SAME_PERSON, CAMPAIGN_STATE_CONFLICT, CAMPAIGN_PUBLISH_TIME,
   *   CAMPAIGN_PROBLEMS
   */
  async plan(caller: OfficerCaller, id: string, request: CampaignScheduleRequest): Promise<void> {
    await this.database.transaction(async (tx) => {
      const locked = await lockForOfficer(tx, caller, id);
      const now = this.clock.now();
      checkRevision(locked.campaign, request.revision);
      const decision = decideOfficerAction(factsOf(locked, now), caller, 'PUBLISH');
      if (!decision.allowed) throw new Refusal(refusalOf(decision.reason));
      const publishAt = request.publishAt === null ? null : new Date(request.publishAt);
      if (publishAt !== null) {
        const definition = campaignDefinitionSchema.parse(locked.campaign.definition);
        if (publishAt <= now || publishAt >= new Date(definition.when.to))
          throw new Refusal(campaignErrors.CAMPAIGN_PUBLISH_TIME, { field: 'publishAt' });
        // What stands in the way today is better said to the officer at the page than to nobody at midnight.
        await this.publisher.checkPublishable(tx, definition, locked.runtime);
      }
      const action = publishAt === null ? 'campaign.publishing-unplanned' : 'campaign.publishing-planned';
      const detail = { version: locked.campaign.version, publishAt: publishAt && toWireTime(publishAt) };
      await this.audit.record(tx, caller, action, { kind: 'campaign', id }, detail);
      await updatePublishAt(tx, id, publishAt, now);
    });
  }

  /** Publishes what is due, each as the checker who approved it; what cannot be published stays approved and raises an alert. */
  async publishDue(): Promise<string[]> {
    const published: string[] = [];
    for (const id of await listToPublish(this.database.db, this.clock.now(), DUE_BATCH)) {
      try {
        if (await this.database.transaction((tx) => this.publishIfDue(tx, id))) published.push(id);
      } catch (error) {
        // A refusal is an answer to somebody: it rolled the attempt back, and now people must hear of it.
        if (!(error instanceof Refusal)) throw error;
        await this.database.transaction((tx) => this.giveUp(tx, id, error));
      }
    }
    return published;
  }

  /** Announces what has begun; returns the ids. A till needs no announcement: it judges by the time itself. */
  async startDue(): Promise<string[]> {
    const started: string[] = [];
    for (const id of await listToStart(this.database.db, this.clock.now(), DUE_BATCH))
      if (await this.database.transaction((tx) => this.startIfDue(tx, id))) started.push(id);
    return started;
  }

  private async publishIfDue(tx: Tx, id: string): Promise<boolean> {
    const campaign = await this.lockIfDue(tx, id);
    if (!campaign) return false;
    if (campaign.checkedBy === null) throw new Error(`campaign ${id} is to be published without having been checked`);
    const checker = await this.officers.find(tx, campaign.checkedBy, 'campaigns.review');
    if (!checker) throw new Refusal(commonErrors.NOT_ALLOWED);
    const how = { plannedFor: campaign.publishAt && toWireTime(campaign.publishAt) };
    await this.campaigns.actIn(tx, checker, id, { action: 'PUBLISH' }, how);
    return true;
  }

  private async giveUp(tx: Tx, id: string, { entry, details }: Refusal): Promise<void> {
    const campaign = await this.lockIfDue(tx, id);
    if (!campaign) return;
    const problems = details.extra?.['problems'];
    const detail = { version: campaign.version, reason: entry.code, ...(problems === undefined ? {} : { problems }) };
    await updatePublishAt(tx, id, null, this.clock.now());
    await this.audit.record(tx, SYSTEM, 'campaign.publishing-failed', { kind: 'campaign', id }, detail);
    await this.alerts.raise(tx, {
      code: 'CAMPAIGN_NOT_PUBLISHED',
      // Not the campaign itself: this must not stand in the way of resuming a version that runs.
      subjectKind: 'campaign-publishing',
      subjectId: id,
      orgPath: campaign.ownerPath,
      detail,
    });
  }

  private async lockIfDue(tx: Tx, id: string): Promise<CampaignRecord | null> {
    const campaign = await lockCampaign(tx, id);
    return campaign?.publishAt && campaign.publishAt <= this.clock.now() ? campaign : null;
  }

  private async startIfDue(tx: Tx, id: string): Promise<boolean> {
    const start = await markStarted(tx, id, this.clock.now());
    if (!start) return false;
    const { version, startsAt, endsAt } = start;
    await this.audit.record(tx, SYSTEM, 'campaign.started', { kind: 'campaign', id }, { version });
    const times = { startsAt: toWireTime(startsAt), endsAt: toWireTime(endsAt) };
    await this.outbox.append(tx, campaignStarted, { campaignId: id, version, ...times });
    return true;
  }
}
