import type { TFunction } from 'i18next';
import type { Meaning } from '../api/categories.js';
import { meaningLines } from './meaning-text.js';

const MEANING: Meaning = {
  name: '困难职工',
  levels: ['DEEP'],
  noticeDays: 0,
  noticeScope: 'UNION',
  monthsMax: 12,
  reviewMonths: 12,
  evidenceMin: 1,
  workerMayApply: true,
  keepYears: 5,
  retired: false,
};

const CHANGES: readonly Partial<Meaning>[] = [
  { name: '困难户' },
  { levels: [] },
  { noticeDays: 5 },
  { noticeScope: 'PUBLIC' },
  { monthsMax: 6 },
  { reviewMonths: 6 },
  { evidenceMin: 2 },
  { workerMayApply: false },
  { keepYears: 3 },
  { retired: true },
];

// The key and what it is filled with, in place of the words.
const t = ((key: string, filled: object = {}) => `${key}${JSON.stringify(filled)}`) as unknown as TFunction;
const values = (meaning: Meaning): string[] => meaningLines(t, meaning).map(({ value }) => value);

describe('what a second officer reads of a change', () => {
  it('knows every field a meaning has', () => {
    expect(CHANGES.flatMap((change) => Object.keys(change)).toSorted()).toEqual(Object.keys(MEANING).toSorted());
  });

  it.each(CHANGES)('has one line for %j', (change) => {
    const before = values(MEANING);
    const after = values({ ...MEANING, ...change });
    expect(after.filter((value, at) => value !== before[at])).toHaveLength(1);
  });
});
