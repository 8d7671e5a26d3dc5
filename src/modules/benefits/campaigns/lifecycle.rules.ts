import type { CampaignState } from './campaign-views.schemas.js';

export type { CampaignState };
const CAMPAIGN_ACTIONS = ['SUBMIT', 'RETURN', 'APPROVE', 'PUBLISH', 'PAUSE', 'RESUME', 'END'] as const;
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

/** Every step a campaign can take; what is not listed is refused. `RETURN` sends it back to its maker to be changed. */
const STEPS: Record<CampaignState, Partial<Record<CampaignAction, CampaignState>>> = {
  DRAFT: { SUBMIT: 'IN_REVIEW' },
  IN_REVIEW: { APPROVE: 'APPROVED', RETURN: 'DRAFT' },
  APPROVED: { PUBLISH: 'PUBLISHED', RETURN: 'DRAFT' },
  PUBLISHED: { PAUSE: 'PAUSED', END: 'ENDED' },
  PAUSED: { RESUME: 'PUBLISHED', END: 'ENDED' },
  ENDED: {},
};

/** Where an action leads; null if a campaign in this state cannot take it. */
export function nextState(state: CampaignState, action: CampaignAction): CampaignState | null {
  return STEPS[state][action] ?? null;
}

/** What officers may do now, for the page that shows the buttons. */
export function listActions(state: CampaignState): CampaignAction[] {
  return CAMPAIGN_ACTIONS.filter((action) => STEPS[state][action] !== undefined);
}

export interface CampaignActionFacts {
  readonly state: CampaignState;
  /** Everybody who wrote or submitted this version. */
  readonly makerIds: readonly string[];
  readonly officerId: string;
}
export type ActionDecision =
  | { readonly allowed: true; readonly state: CampaignState }
  | { readonly allowed: false; readonly reason: 'CAMPAIGN_STATE_CONFLICT' | 'MAKER_IS_CHECKER' };

/** Decides an officer's action; who wrote a campaign neither approves nor publishes it. */
export function decideAction(facts: CampaignActionFacts, action: CampaignAction): ActionDecision {
  const state = nextState(facts.state, action);
  if (!state) return { allowed: false, reason: 'CAMPAIGN_STATE_CONFLICT' };
  const isCheck = action === 'APPROVE' || action === 'PUBLISH';
  if (isCheck && facts.makerIds.includes(facts.officerId)) return { allowed: false, reason: 'MAKER_IS_CHECKER' };
  return { allowed: true, state };
}
