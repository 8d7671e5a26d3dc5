import { decideProposal, isCheckersPlace, type ProposalFacts } from './budget-proposal.rules.js';

const facts = (given: Partial<ProposalFacts>): ProposalFacts => ({
  kind: 'CLAW_BACK',
  state: 'PROPOSED',
  proposedBy: 'maker',
  orgPath: '/city/park-a/u1/',
  parentPath: '/city/park-a/',
  ...given,
});

describe('who lets a proposal through', () => {
  it('is who answers for the upper line of a claw-back', () => {
    expect(isCheckersPlace(facts({}), { scope: ['/city/park-a/'] })).toBe(true);
    expect(isCheckersPlace(facts({}), { scope: ['/city/'] })).toBe(true);
    expect(isCheckersPlace(facts({}), { scope: ['/city/park-a/u1/', '/city/park-b/'] })).toBe(false);
    expect(isCheckersPlace(facts({ parentPath: null }), { scope: ['/city/'] })).toBe(false);
  });

  it.each(['RAISE', 'REDUCE'] as const)('is who answers for the whole city when it is federation money: %s', (kind) => {
    const first = facts({ kind, orgPath: '/city/park-a/', parentPath: null });
    expect(isCheckersPlace(first, { scope: ['/city/'] })).toBe(true);
    expect(isCheckersPlace(first, { scope: ['/city/park-a/'] })).toBe(false);
  });

  it('is never who made it, who may only take it back', () => {
    expect(decideProposal(facts({}), 'maker', true)).toBe('SAME_PERSON');
    expect(decideProposal(facts({}), 'maker', false)).toBeNull();
    expect(decideProposal(facts({}), 'checker', true)).toBeNull();
  });

  it('decides once', () => {
    for (const state of ['APPROVED', 'REJECTED'])
      expect(decideProposal(facts({ state }), 'checker', false)).toBe('BUDGET_PROPOSAL_DECIDED');
  });
});
