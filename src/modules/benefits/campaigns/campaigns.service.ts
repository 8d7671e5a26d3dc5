import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { AlertsService, AuditService } from '../../audit/index.js';
import { findOrgPath } from '../budgets/budgets.repository.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import { campaignErrors } from './campaign.errors.js';
import { checkRevision, factsOf, type Locked, lockForOfficer, refusalOf } from './campaign-lock.js';
import { CampaignPublisher } from './campaign-publisher.service.js';
import type { CampaignAction, CampaignActionRequest, CampaignState } from './campaign-views.schemas.js';
import {
  insertDraft,
  listDue,
  lockCampaign,
  lockRuntime,
  type Step,
  updateDraft,
  updateRuntime,
  updateState,
} from './campaigns.repository.js';
import { decideOfficerAction, isEditable, isLiveAction, liveStateAt } from './officer-actions.rules.js';

const DUE_BATCH = 100;

/** Campaigns from draft to end. Every step locks the working copy, then what runs, and a budget line last. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly alerts: AlertsService,
    private readonly publisher: CampaignPublisher,
  ) {}

  /** @throws Refusal CAMPAIGN_ID_TAKEN, CAMPAIGN_OWNER_UNKNOWN */
  async create(caller: OfficerCaller, definition: CampaignDefinition): Promise<void> {
    await this.database.transaction(async (tx) => {
      if ((await findOrgPath(tx, definition.owner, caller.scope)) === null)
        throw new Refusal(campaignErrors.CAMPAIGN_OWNER_UNKNOWN, { field: 'definition.owner' });
      try {
        await insertDraft(tx, definition, caller.loginId, this.clock.now());
      } catch (error) {
        if (violatedConstraint(error) === 'campaign_pkey')
          throw new Refusal(campaignErrors.CAMPAIGN_ID_TAKEN, { field: 'definition.id' });
        throw error;
      }
      await this.record(tx, caller, 'campaign.created', definition.id, { version: 1 });
    });
  }

  /**
   * Changes a draft; of a running campaign it makes the next version, which runs only once it is published.
   * @throws Refusal CAMPAIGN_NOT_FOUND, CAMPAIGN_FIXED, CAMPAIGN_STATE_CONFLICT
   */
  async edit(caller: OfficerCaller, id: string, definition: CampaignDefinition): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { campaign, runtime } = await lockForOfficer(tx, caller, id);
      if (definition.id !== id) throw new Refusal(campaignErrors.CAMPAIGN_FIXED, { field: 'definition.id' });
      if (definition.owner !== campaign.ownerOrgId)
        throw new Refusal(campaignErrors.CAMPAIGN_FIXED, { field: 'definition.owner' });
      if (!isEditable({ state: campaign.state, liveState: liveStateAt(runtime, this.clock.now()) }))
        throw new Refusal(campaignErrors.CAMPAIGN_STATE_CONFLICT);
      const version = campaign.state === 'DRAFT' ? campaign.version : campaign.version + 1;
      await updateDraft(tx, definition, version, caller.loginId, this.clock.now());
      await this.record(tx, caller, 'campaign.edited', id, { version });
    });
  }

  /**
   * Takes a campaign one step further.
   * @throws Refusal CAMPAIGN_NOT_FOUND, CAMPAIGN_CHANGED, NOT_ALLOWED, SAME_PERSON, CAMPAIGN_STATE_CONFLICT, CAMPAIGN_PROBLEMS,
   *   LINE_EXHAUSTED
   */
  async act(caller: OfficerCaller, id: string, request: CampaignActionRequest): Promise<void> {
    await this.database.transaction((tx) => this.actIn(tx, caller, id, request));
  }

  /** The same inside a transaction of the caller's; `how` goes into the trail. */
  async actIn(
    tx: Tx,
    caller: OfficerCaller,
    id: string,
    { action, note, revision }: CampaignActionRequest,
    how: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const locked = await lockForOfficer(tx, caller, id);
    // What runs can be stopped whatever becomes of its next version; the rest is decided on what the officer saw.
    if (!isLiveAction(action)) checkRevision(locked.campaign, revision);
    const decision = decideOfficerAction(factsOf(locked, this.clock.now()), caller, action);
    if (!decision.allowed) throw new Refusal(refusalOf(decision.reason));
    const { version } = isLiveAction(action) && locked.runtime ? locked.runtime : locked.campaign;
    const said = note === undefined ? how : { ...how, note };
    await this.record(tx, caller, `campaign.${VERBS[action]}`, id, { version, ...said });
    // What the auditor stopped, one person examines and another sets going again, by a new version too.
    if (action === 'RESUME' || action === 'PUBLISH') await this.alerts.settle(tx, caller, 'campaign', id);
    await this.take(tx, caller, locked, action, decision.state);
  }

  /** Stops a campaign whose figures do not agree; the very next commit at a till sees it. Answers whose it is; null when there is no such campaign. */
  async pauseForMismatch(tx: Tx, id: string, detail: Readonly<Record<string, unknown>>): Promise<string | null> {
    const campaign = await lockCampaign(tx, id);
    const runtime = await lockRuntime(tx, id);
    if (!campaign || !runtime) return null;
    if (runtime.state === 'PUBLISHED') {
      const { submittedBy, checkedBy } = campaign;
      if (campaign.version === runtime.version)
        await updateState(tx, id, { state: 'PAUSED', submittedBy, checkedBy }, this.clock.now());
      await updateRuntime(tx, id, 'PAUSED', runtime.totalFen);
      const auditor = { kind: 'system', id: 'auditor' } as const;
      await this.audit.record(tx, auditor, 'campaign.audit-mismatch', { kind: 'campaign', id }, { ...detail });
    }
    return campaign.ownerPath;
  }

  /** The whole way for demo and rehearsal: the same steps as on the page, by two officers. */
  async publishDirectly(given: {
    readonly definition: CampaignDefinition;
    readonly maker: OfficerCaller;
    readonly checker: OfficerCaller;
  }): Promise<void> {
    const { definition, maker, checker } = given;
    await this.create(maker, definition);
    await this.act(maker, definition.id, { action: 'SUBMIT' });
    await this.act(checker, definition.id, { action: 'APPROVE' });
    await this.act(checker, definition.id, { action: 'PUBLISH' });
  }

  /** Ends the campaigns whose last instant has passed; returns their ids. Running it twice, or in two processes, ends each once. */
  async endDue(): Promise<string[]> {
    const ended: string[] = [];
    for (const id of await listDue(this.database.db, this.clock.now(), DUE_BATCH))
      if (await this.database.transaction((tx) => this.endIfDue(tx, id))) ended.push(id);
    return ended;
  }

  private async endIfDue(tx: Tx, id: string): Promise<boolean> {
    await lockCampaign(tx, id);
    const runtime = await lockRuntime(tx, id);
    if (!runtime || runtime.state === 'ENDED' || runtime.endsAt > this.clock.now()) return false;
    const { version } = runtime;
    const system = { kind: 'system', id: 'benefits' } as const;
    await this.audit.record(tx, system, 'campaign.ended', { kind: 'campaign', id }, { version });
    await this.publisher.end(tx, runtime);
    return true;
  }

  private async take(
    tx: Tx,
    caller: OfficerCaller,
    { campaign, runtime }: Locked,
    action: CampaignAction,
    state: CampaignState,
  ): Promise<void> {
    const { submittedBy, checkedBy } = campaign;
    const step = (change: Partial<Step>) =>
      updateState(tx, campaign.id, { state, submittedBy, checkedBy, ...change }, this.clock.now());
    switch (action) {
      case 'SUBMIT':
        return step({ submittedBy: caller.loginId, checkedBy: null });
      case 'APPROVE':
        return step({ checkedBy: caller.loginId });
      case 'REJECT':
        return step({ submittedBy: null, checkedBy: null });
      case 'PUBLISH':
        await step({});
        return this.publisher.publish(tx, caller, campaign, runtime);
      case 'PAUSE':
      case 'RESUME':
        if (!runtime) throw new Error(`campaign ${campaign.id} runs without a runtime row`);
        // An edit that waits for review keeps its own state.
        if (campaign.version === runtime.version) await step({});
        return updateRuntime(tx, campaign.id, state === 'PAUSED' ? 'PAUSED' : 'PUBLISHED', runtime.totalFen);
      case 'END':
        if (!runtime) throw new Error(`campaign ${campaign.id} runs without a runtime row`);
        return this.publisher.end(tx, runtime);
    }
  }

  private record(tx: Tx, caller: OfficerCaller, action: string, id: string, detail: Record<string, unknown>) {
    return this.audit.record(tx, caller, action, { kind: 'campaign', id }, detail);
  }
}

const VERBS: Readonly<Record<CampaignAction, string>> = {
  SUBMIT: 'submitted',
  APPROVE: 'approved',
  REJECT: 'rejected',
  PUBLISH: 'published',
  PAUSE: 'paused',
  RESUME: 'resumed',
  END: 'ended',
};
