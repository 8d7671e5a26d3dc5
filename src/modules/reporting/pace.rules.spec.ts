import { runsOutOn } from './pace.rules.js';

const day = (dayOn: string, unionFen: number) => ({ dayOn, unionFen });

describe('the day a budget runs out', () => {
  // 700 fen in seven days are 100 a day.
  const days = [day('2017-01-14', 300), day('2017-01-20', 400)];

  it('is as many days ahead as the pace of the last seven leaves', () => {
    expect(runsOutOn(1_000, days, '2017-01-21', '2017-12-31')).toBe('2017-01-31');
    expect(runsOutOn(999, days, '2017-01-21', '2017-12-31')).toBe('2017-01-30');
    expect(runsOutOn(99, days, '2017-01-21', '2017-12-31')).toBe('2017-01-21');
  });

  it('looks neither at today, which is not over, nor at more than seven days back', () => {
    const others = [day('2017-01-13', 9_000), ...days, day('2017-01-21', 9_000)];
    expect(runsOutOn(1_000, others, '2017-01-21', '2017-12-31')).toBe('2017-01-31');
  });

  it('is no day when the campaign ends before, when nothing was spent, or when nothing is left', () => {
    expect(runsOutOn(1_000, days, '2017-01-21', '2017-01-31')).toBe('2017-01-31');
    expect(runsOutOn(1_000, days, '2017-01-21', '2017-01-30')).toBeNull();
    expect(runsOutOn(1_000, [day('2017-01-20', -5)], '2017-01-21', '2017-12-31')).toBeNull();
    expect(runsOutOn(0, days, '2017-01-21', '2017-12-31')).toBeNull();
  });
});
