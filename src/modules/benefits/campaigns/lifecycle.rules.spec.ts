import { type CampaignAction, type CampaignState, decideAction, listActions, nextState } from './lifecycle.rules.js';

const allowed: Record<string, string> = {
  'DRAFT SUBMIT': 'IN_REVIEW',
  'IN_REVIEW APPROVE': 'APPROVED',
  'IN_REVIEW RETURN': 'DRAFT',
  'APPROVED PUBLISH': 'PUBLISHED',
  'APPROVED RETURN': 'DRAFT',
  'PUBLISHED PAUSE': 'PAUSED',
  'PUBLISHED END': 'ENDED',
  'PAUSED RESUME': 'PUBLISHED',
  'PAUSED END': 'ENDED',
};
const states: CampaignState[] = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'PAUSED', 'ENDED'];
const actions: CampaignAction[] = ['SUBMIT', 'RETURN', 'APPROVE', 'PUBLISH', 'PAUSE', 'RESUME', 'END'];

describe('the life of a campaign', () => {
  it.each(states.flatMap((state) => actions.map((action) => [state, action] as const)))('%s: %s', (state, action) => {
    const next = allowed[`${state} ${action}`] ?? null;
    expect(nextState(state, action)).toBe(next);
    expect(listActions(state).includes(action)).toBe(next !== null);
  });

  it.each(['APPROVE', 'PUBLISH'] as const)('lets another officer %s, never one who made it', (action) => {
    const state = action === 'APPROVE' ? 'IN_REVIEW' : 'APPROVED';
    const facts = { state, makerIds: ['maker', 'submitter'] } as const;
    expect(decideAction({ ...facts, officerId: 'checker' }, action).allowed).toBe(true);
    for (const officerId of facts.makerIds)
      expect(decideAction({ ...facts, officerId }, action)).toEqual({ allowed: false, reason: 'MAKER_IS_CHECKER' });
  });

  it('lets its maker submit, pause and end it, and says so when it is not the time', () => {
    const by = (state: CampaignState, action: CampaignAction) =>
      decideAction({ state, makerIds: ['maker'], officerId: 'maker' }, action);
    expect(by('DRAFT', 'SUBMIT')).toEqual({ allowed: true, state: 'IN_REVIEW' });
    expect(by('PUBLISHED', 'PAUSE')).toEqual({ allowed: true, state: 'PAUSED' });
    expect(by('ENDED', 'RESUME')).toEqual({ allowed: false, reason: 'CAMPAIGN_STATE_CONFLICT' });
  });
});
