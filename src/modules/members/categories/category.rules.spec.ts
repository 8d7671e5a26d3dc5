import { decideDecision, decideProposal } from './category.rules.js';

const HARDSHIP = { levels: ['DEEP', 'RELATIVE', 'SUDDEN'] };
const MIGRANT = { levels: [] };
const TODAY = '2026-11-22';

describe('proposing a category', () => {
  test('a category with levels wants one of them', () => {
    expect(decideProposal(HARDSHIP, 'DEEP', null, TODAY)).toBeNull();
    expect(decideProposal(HARDSHIP, null, null, TODAY)).toBe('CATEGORY_LEVEL_WRONG');
    expect(decideProposal(HARDSHIP, 'CITY', null, TODAY)).toBe('CATEGORY_LEVEL_WRONG');
  });

  test('a category without levels takes none', () => {
    expect(decideProposal(MIGRANT, null, null, TODAY)).toBeNull();
    expect(decideProposal(MIGRANT, 'DEEP', null, TODAY)).toBe('CATEGORY_LEVEL_WRONG');
  });

  test('it may end today, not yesterday', () => {
    expect(decideProposal(MIGRANT, null, '2026-11-22', TODAY)).toBeNull();
    expect(decideProposal(MIGRANT, null, '2026-11-21', TODAY)).toBe('CATEGORY_DATES_WRONG');
  });

  test('a code nobody knows is refused', () => {
    expect(decideProposal(null, null, null, TODAY)).toBe('CATEGORY_UNKNOWN');
  });
});

describe('deciding a proposal', () => {
  test('another officer may', () => {
    expect(decideDecision('PROPOSED', 'ann', 'ben')).toBeNull();
  });

  test('whoever proposed it may not', () => {
    expect(decideDecision('PROPOSED', 'ann', 'ann')).toBe('SAME_PERSON');
  });

  test('it is decided once', () => {
    expect(decideDecision('GRANTED', 'ann', 'ben')).toBe('PROPOSAL_DECIDED');
  });
});
