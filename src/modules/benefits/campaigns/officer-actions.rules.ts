import type { Permission } from '../../../shared/caller.js';
import { CAMPAIGN_ACTIONS, type CampaignAction, type CampaignState } from './campaign-views.schemas.js';
import { type CampaignAction as Step, decideAction } from './lifecycle.rules.js';

/** What an officer needs for each action. */
export const ACTION_PERMISSIONS: Readonly<Record<CampaignAction, Permission>> = {
  SUBMIT: 'campaigns.write',
  APPROVE: 'campaigns.review',
  REJECT: 'campaigns.review',
  PUBLISH: 'campaigns.review',
  PAUSE: 'campaigns.write',
  RESUME: 'campaigns.write',
  END: 'campaigns.write',
};

/** A campaign as its next step is judged: the working copy, what runs, and who wrote the working copy. */
export interface ActionFacts {
  readonly state: CampaignState;
  /** Null until first published; GRANTING until everybody it is for was given to. */
  readonly liveState: CampaignState | 'GRANTING' | null;
  readonly makerIds: readonly string[];
}

export interface ActionOfficer {
  readonly loginId: string;
  readonly permissions: ReadonlySet<Permission>;
}

export type OfficerDecision =
  | { readonly allowed: true; readonly state: CampaignState }
  | { readonly allowed: false; readonly reason: 'NOT_ALLOWED' | 'CAMPAIGN_STATE_CONFLICT' | 'SAME_PERSON' };

const STEP: Readonly<Record<CampaignAction, Step>> = {
  SUBMIT: 'SUBMIT',
  APPROVE: 'APPROVE',
  REJECT: 'RETURN',
  PUBLISH: 'PUBLISH',
  PAUSE: 'PAUSE',
  RESUME: 'RESUME',
  END: 'END',
};

/** Actions on what runs; they must work while an edit of it waits for review, so they never look at the working copy. */
export function isLiveAction(action: CampaignAction): boolean {
  return action === 'PAUSE' || action === 'RESUME' || action === 'END';
}

/** What runs, as of an instant: at its last instant a campaign is over, whether or not the clock work has come by yet. */
export function liveStateAt(
  runtime: { readonly state: CampaignState | 'GRANTING'; readonly endsAt: Date } | null,
  now: Date,
): ActionFacts['liveState'] {
  if (runtime === null) return null;
  return runtime.endsAt <= now ? 'ENDED' : runtime.state;
}

/** Decides whether this officer may take this step now. */
export function decideOfficerAction(
  facts: ActionFacts,
  officer: ActionOfficer,
  action: CampaignAction,
): OfficerDecision {
  if (!officer.permissions.has(ACTION_PERMISSIONS[action])) return { allowed: false, reason: 'NOT_ALLOWED' };
  const state = isLiveAction(action) ? facts.liveState : facts.state;
  // What has ended stays ended: an edit that was still waiting is not published any more.
  // Nor does anything but its end stop what is being given.
  if (facts.liveState === 'GRANTING')
    return action === 'END' ? { allowed: true, state: 'ENDED' } : { allowed: false, reason: 'CAMPAIGN_STATE_CONFLICT' };
  if (state === null || state === 'GRANTING' || facts.liveState === 'ENDED')
    return { allowed: false, reason: 'CAMPAIGN_STATE_CONFLICT' };
  const decision = decideAction({ state, makerIds: facts.makerIds, officerId: officer.loginId }, STEP[action]);
  if (decision.allowed) return decision;
  return { allowed: false, reason: decision.reason === 'MAKER_IS_CHECKER' ? 'SAME_PERSON' : decision.reason };
}

/** Every step this officer may take now. */
export function listOfficerActions(facts: ActionFacts, officer: ActionOfficer): CampaignAction[] {
  return CAMPAIGN_ACTIONS.filter((action) => decideOfficerAction(facts, officer, action).allowed);
}

/** Whether a campaign can be edited: a draft is changed, a running one gets a next version; one under review goes back first. */
export function isEditable({ state, liveState }: Pick<ActionFacts, 'state' | 'liveState'>): boolean {
  return (
    liveState !== 'ENDED' &&
    liveState !== 'GRANTING' &&
    (state === 'DRAFT' || state === 'PUBLISHED' || state === 'PAUSED')
  );
}
