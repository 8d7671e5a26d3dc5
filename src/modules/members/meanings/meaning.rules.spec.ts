import { codeFrom, decideMeaning, decideOnMeaning } from './meaning.rules.js';
import type { Meaning } from './meaning.schemas.js';

const HARDSHIP: Meaning = {
  name: '困难职工',
  levels: ['DEEP', 'RELATIVE'],
  noticeDays: 5,
  noticeScope: 'UNION',
  monthsMax: 12,
  reviewMonths: 12,
  evidenceMin: 1,
  workerMayApply: true,
  keepYears: 5,
  retired: false,
};

describe('asking for a meaning', () => {
  it.each<Partial<Meaning>>([
    { name: '困难家庭' },
    { levels: ['RELATIVE', 'DEEP'] },
    { levels: [] },
    { noticeDays: 7 },
    { noticeScope: 'PUBLIC' },
    { monthsMax: 24 },
    { reviewMonths: 6 },
    { evidenceMin: 2 },
    { workerMayApply: false },
    { keepYears: 6 },
    { retired: true },
  ])('is a change: %j', (change) => {
    expect(decideMeaning(HARDSHIP, { ...HARDSHIP, ...change })).toBeNull();
  });

  it('is nothing to decide when it says what holds already', () => {
    expect(decideMeaning(HARDSHIP, { ...HARDSHIP, levels: ['DEEP', 'RELATIVE'] })).toBe('MEANING_SAME');
  });

  it('adds a category that can be granted, not one that is retired from the start', () => {
    expect(decideMeaning(null, HARDSHIP)).toBeNull();
    expect(decideMeaning(null, { ...HARDSHIP, retired: true })).toBe('MEANING_NEW_RETIRED');
  });
});

describe('deciding on it', () => {
  const open = { state: 'PROPOSED', proposedBy: 'maker' };

  it('takes another officer to let it through; who asked may take it back', () => {
    expect(decideOnMeaning(open, 'checker', true)).toBeNull();
    expect(decideOnMeaning(open, 'checker', false)).toBeNull();
    expect(decideOnMeaning(open, 'maker', true)).toBe('SAME_PERSON');
    expect(decideOnMeaning(open, 'maker', false)).toBeNull();
  });

  it('happens once', () => {
    expect(decideOnMeaning({ ...open, state: 'APPROVED' }, 'checker', false)).toBe('MEANING_DECIDED');
    expect(decideOnMeaning({ ...open, state: 'REJECTED' }, 'checker', true)).toBe('MEANING_DECIDED');
  });
});

it('a new category’s code has letters only, as codes do', () => {
  expect(codeFrom('0195d3a0-0000-7000-8000-0123456789af')).toBe('GROUP_CDEFGHIJKP');
});
