import type { Tx } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { isWithin } from '../../../shared/org-path.js';
import { campaignErrors } from './campaign.errors.js';
import { type CampaignRecord, lockCampaign, lockRuntime, type RuntimeRecord } from './campaigns.repository.js';
import { type ActionFacts, liveStateAt, type OfficerDecision } from './officer-actions.rules.js';

export interface Locked {
  readonly campaign: CampaignRecord;
  readonly runtime: RuntimeRecord | null;
}

/** A campaign of the officer's subtree, locked: the working copy, then what runs. @throws Refusal CAMPAIGN_NOT_FOUND */
export async function lockForOfficer(tx: Tx, caller: OfficerCaller, id: string): Promise<Locked> {
  const campaign = await lockCampaign(tx, id);
  if (!campaign || !caller.scope.some((subtree) => isWithin(campaign.ownerPath, subtree)))
    throw new Refusal(campaignErrors.CAMPAIGN_NOT_FOUND);
  return { campaign, runtime: await lockRuntime(tx, id) };
}

/** Nobody decides on content they did not see. Callers without a page name no revision. @throws Refusal CAMPAIGN_CHANGED */
export function checkRevision(campaign: CampaignRecord, seen: number | undefined): void {
  if (seen !== undefined && seen !== campaign.revision) throw new Refusal(campaignErrors.CAMPAIGN_CHANGED);
}

/** What the next step of a campaign is judged by. */
export function factsOf({ campaign, runtime }: Locked, now: Date): ActionFacts {
  const { state, madeBy, submittedBy } = campaign;
  return {
    state,
    liveState: liveStateAt(runtime, now),
    makerIds: submittedBy === null ? [madeBy] : [madeBy, submittedBy],
  };
}

/** The catalogued no of a decision. */
export function refusalOf(reason: Extract<OfficerDecision, { allowed: false }>['reason']) {
  return reason === 'NOT_ALLOWED' ? commonErrors.NOT_ALLOWED : campaignErrors[reason];
}
