import {
  type ActionFacts,
  decideOfficerAction,
  isEditable,
  listOfficerActions,
  liveStateAt,
} from './officer-actions.rules.js';

const officer = (loginId: string, ...permissions: ('campaigns.write' | 'campaigns.review' | 'campaigns.read')[]) => ({
  loginId,
  permissions: new Set(permissions),
});
const facts = (given: Partial<ActionFacts>): ActionFacts => ({
  state: 'DRAFT',
  liveState: null,
  makerIds: ['maker'],
  ...given,
});

describe('what an officer may do with a campaign', () => {
  it('offers a maker nothing but to submit a draft', () => {
    expect(listOfficerActions(facts({}), officer('maker', 'campaigns.write', 'campaigns.review'))).toEqual(['SUBMIT']);
  });

  it('lets the maker send back what waits for review, and another officer approve it too', () => {
    const waiting = facts({ state: 'IN_REVIEW' });
    expect(listOfficerActions(waiting, officer('maker', 'campaigns.write', 'campaigns.review'))).toEqual(['REJECT']);
    expect(listOfficerActions(waiting, officer('checker', 'campaigns.review'))).toEqual(['APPROVE', 'REJECT']);
  });

  it.each(['APPROVE', 'PUBLISH'] as const)('refuses %s by the person who made it', (action) => {
    const state = action === 'APPROVE' ? 'IN_REVIEW' : 'APPROVED';
    expect(decideOfficerAction(facts({ state }), officer('maker', 'campaigns.review'), action)).toEqual({
      allowed: false,
      reason: 'SAME_PERSON',
    });
  });

  it('asks for the permission before it says anything about the state', () => {
    expect(decideOfficerAction(facts({ state: 'ENDED' }), officer('reader', 'campaigns.read'), 'PAUSE')).toEqual({
      allowed: false,
      reason: 'NOT_ALLOWED',
    });
  });

  it('pauses what runs while an edit of it waits for review', () => {
    const edited = facts({ state: 'IN_REVIEW', liveState: 'PUBLISHED' });
    expect(listOfficerActions(edited, officer('maker', 'campaigns.write'))).toEqual(['PAUSE', 'END']);
    expect(decideOfficerAction(edited, officer('maker', 'campaigns.write'), 'PAUSE')).toEqual({
      allowed: true,
      state: 'PAUSED',
    });
  });

  it('cannot pause, resume or end what never ran', () => {
    for (const action of ['PAUSE', 'RESUME', 'END'] as const)
      expect(decideOfficerAction(facts({ state: 'APPROVED' }), officer('x', 'campaigns.write'), action)).toEqual({
        allowed: false,
        reason: 'CAMPAIGN_STATE_CONFLICT',
      });
  });

  it('edits drafts and what runs, never what is under review or has ended', () => {
    const editable = (['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'PAUSED', 'ENDED'] as const).filter((state) =>
      isEditable({ state, liveState: null }),
    );
    expect(editable).toEqual(['DRAFT', 'PUBLISHED', 'PAUSED']);
    expect(isEditable({ state: 'DRAFT', liveState: 'ENDED' })).toBe(false);
  });

  it('publishes no edit of what has ended', () => {
    const late = facts({ state: 'APPROVED', liveState: 'ENDED' });
    expect(listOfficerActions(late, officer('checker', 'campaigns.write', 'campaigns.review'))).toEqual([]);
  });

  it('is over at its last instant, not a millisecond before', () => {
    const endsAt = new Date('2017-02-01T00:00:00+08:00');
    const before = new Date(endsAt.getTime() - 1);
    expect(liveStateAt({ state: 'PAUSED', endsAt }, before)).toBe('PAUSED');
    expect(liveStateAt({ state: 'PAUSED', endsAt }, endsAt)).toBe('ENDED');
    expect(liveStateAt(null, endsAt)).toBeNull();
  });
});
