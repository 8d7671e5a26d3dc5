import { decideCorrection, decideProposal } from './category.rules.js';

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

  test('nothing new is begun under a retired one, whose entries can still be put right', () => {
    expect(decideProposal({ ...HARDSHIP, retired: true }, 'DEEP', null, TODAY)).toBe('CATEGORY_RETIRED');
    const right = { level: 'DEEP', fromOn: TODAY, untilOn: TODAY };
    expect(
      decideCorrection({ ...HARDSHIP, retired: true }, { state: 'GRANTED', fromOn: TODAY }, right, TODAY),
    ).toBeNull();
  });

  test('a code nobody knows is refused', () => {
    expect(decideProposal(null, null, null, TODAY)).toBe('CATEGORY_UNKNOWN');
  });
});

describe('putting an entry right', () => {
  const right = { level: 'DEEP', fromOn: '2026-05-01', untilOn: '2027-04-30' };
  const held = { state: 'GRANTED', fromOn: '2026-06-01' };

  test('takes days and level as they should have been', () => {
    expect(decideCorrection(HARDSHIP, held, right, TODAY)).toBeNull();
    expect(decideCorrection(HARDSHIP, held, { ...right, fromOn: TODAY }, TODAY)).toBeNull();
    expect(decideCorrection(MIGRANT, held, { ...right, level: null }, TODAY)).toBeNull();
  });

  test('takes no level of another category, no end before the beginning, no beginning ahead', () => {
    expect(decideCorrection(HARDSHIP, held, { ...right, level: 'CITY' }, TODAY)).toBe('CATEGORY_LEVEL_WRONG');
    expect(decideCorrection(MIGRANT, held, right, TODAY)).toBe('CATEGORY_LEVEL_WRONG');
    expect(decideCorrection(HARDSHIP, held, { ...right, untilOn: '2026-04-30' }, TODAY)).toBe('CATEGORY_DATES_WRONG');
    expect(decideCorrection(HARDSHIP, held, { ...right, fromOn: '2026-11-23' }, TODAY)).toBe('CATEGORY_DATES_WRONG');
  });

  test('lets nothing that ended hold again', () => {
    const ended = { ...held, state: 'ENDED' };
    expect(decideCorrection(HARDSHIP, ended, { ...right, untilOn: TODAY }, TODAY)).toBe('CATEGORY_DATES_WRONG');
    expect(decideCorrection(HARDSHIP, ended, { ...right, untilOn: '2026-11-21' }, TODAY)).toBeNull();
  });
});
