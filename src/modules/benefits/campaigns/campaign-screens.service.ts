import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import type { Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { type CampaignDefinition, campaignDefinitionSchema } from './campaign.schemas.js';
import { campaignErrors } from './campaign.errors.js';
import { CampaignPublisher } from './campaign-publisher.service.js';
import type { CampaignDetail, CampaignListQuery, CampaignRow } from './campaign-views.schemas.js';
import { findCampaignRow, listCampaigns, listVersions, namesOf } from './campaigns.queries.js';
import { type CampaignRecord, findCampaign, findRuntime, type RuntimeRecord } from './campaigns.repository.js';
import { isEditable, listOfficerActions, liveStateAt } from './officer-actions.rules.js';

const VERSIONS_SHOWN_MAX = 50;
const UNPUBLISHED = new Set(['DRAFT', 'IN_REVIEW', 'APPROVED']);

/** What officers see of campaigns, limited to their subtree. */
@Injectable()
export class CampaignScreens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly publisher: CampaignPublisher,
  ) {}

  list(caller: OfficerCaller, query: CampaignListQuery): Promise<Page<CampaignRow>> {
    return listCampaigns(this.database.db, caller.scope, query);
  }

  /** What would stop publishing a definition as it stands in the editor, what to weigh, and what it would give to how many people. */
  async examine(caller: OfficerCaller, definition: CampaignDefinition): ReturnType<CampaignPublisher['examine']> {
    const { db } = this.database;
    // The figures of a running campaign of another subtree are nobody's business here.
    const known = await findCampaignRow(db, caller.scope, definition.id);
    return this.publisher.examine(db, definition, known && (await findRuntime(db, definition.id)));
  }

  /** @throws Refusal CAMPAIGN_NOT_FOUND, also for a campaign of another subtree */
  async get(caller: OfficerCaller, id: string): Promise<CampaignDetail> {
    const { db } = this.database;
    const [row, campaign, runtime] = [
      await findCampaignRow(db, caller.scope, id),
      await findCampaign(db, id),
      await findRuntime(db, id),
    ];
    if (!row || !campaign) throw new Refusal(campaignErrors.CAMPAIGN_NOT_FOUND);
    const definition = campaignDefinitionSchema.parse(campaign.definition);
    const makerIds = campaign.submittedBy === null ? [campaign.madeBy] : [campaign.madeBy, campaign.submittedBy];
    const facts = { state: campaign.state, liveState: liveStateAt(runtime, this.clock.now()), makerIds };
    return {
      ...row,
      ...(await peopleOf(db, campaign)),
      budgetLineId: runtime?.budgetLineId ?? null,
      revision: campaign.revision,
      publishAt: campaign.publishAt && toWireTime(campaign.publishAt),
      definition,
      problems: UNPUBLISHED.has(campaign.state) ? await this.publisher.listProblems(db, definition, runtime) : [],
      actions: listOfficerActions(facts, caller),
      mayEdit: caller.permissions.has('campaigns.write') && isEditable(facts),
      mayChangeBudget: caller.permissions.has('budgets.write') && canChangeBudget(facts.liveState, runtime),
    };
  }
}

const canChangeBudget = (liveState: ReturnType<typeof liveStateAt>, runtime: RuntimeRecord | null): boolean =>
  liveState !== null && liveState !== 'ENDED' && runtime !== null && runtime.budgetLineId !== null;

async function peopleOf(db: Db, { id, madeBy, submittedBy, checkedBy }: CampaignRecord) {
  const versions = await listVersions(db, id, VERSIONS_SHOWN_MAX);
  const ids = [madeBy, submittedBy, checkedBy, ...versions.flatMap((version) => [version.madeBy, version.checkedBy])];
  const names = await namesOf(db, [...new Set(ids.filter((loginId) => loginId !== null))]);
  const person = (loginId: string) => ({ id: loginId, displayName: names.get(loginId) ?? '' });
  return {
    madeBy: person(madeBy),
    submittedBy: submittedBy === null ? null : person(submittedBy),
    checkedBy: checkedBy === null ? null : person(checkedBy),
    versions: versions.map((version) => ({
      ...version,
      definition: campaignDefinitionSchema.parse(version.definition),
      madeBy: person(version.madeBy),
      checkedBy: person(version.checkedBy),
      publishedAt: toWireTime(version.publishedAt),
    })),
  };
}
