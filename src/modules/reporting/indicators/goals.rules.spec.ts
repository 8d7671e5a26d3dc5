import { goalOrgIds, nearestGoals, reachedIn } from './goals.rules.js';
import { monthOf, monthsBetween } from './months.rules.js';

/** Rates of consecutive months that end with December 2016. */
const upTo = (...rates: (number | null)[]) =>
  rates.map((rate, at) => ({ monthOn: monthOf('2016-12-01', at - rates.length + 1), rate }));

describe('months', () => {
  it('are named by their first day, over the ends of years', () => {
    expect(monthOf('2016-12-31')).toBe('2016-12-01');
    expect(monthOf('2016-12-31', 1)).toBe('2017-01-01');
    expect(monthOf('2017-01-15', -1)).toBe('2016-12-01');
    expect(monthOf('2017-01-15', -25)).toBe('2014-12-01');
    expect(monthsBetween('2016-11-01', '2017-02-01')).toBe(3);
    expect(monthsBetween('2017-02-01', '2016-11-01')).toBe(-3);
  });
});

describe('the month a goal is reached', () => {
  it('lies on the straight line of the last months: 40 % and two points a month reach 60 % in ten months', () => {
    expect(reachedIn(upTo(0.36, 0.38, 0.4), 0.6)).toBe('2017-10-01');
  });

  it('is rounded up: a month that is only just not enough does not count', () => {
    expect(reachedIn(upTo(0.36, 0.38, 0.4), 0.601)).toBe('2017-11-01');
  });

  it('is this month when it is reached already', () => {
    expect(reachedIn(upTo(0.5, 0.6), 0.6)).toBe('2016-12-01');
  });

  it('is unknown when the rate stands, falls, has one month only, or is not known now', () => {
    expect(reachedIn(upTo(0.4, 0.4), 0.6)).toBeNull();
    expect(reachedIn(upTo(0.5, 0.4), 0.6)).toBeNull();
    expect(reachedIn(upTo(0.4), 0.6)).toBeNull();
    expect(reachedIn(upTo(0.4, null), 0.6)).toBeNull();
    expect(reachedIn([], 0.6)).toBeNull();
  });

  it('is read from twelve months back, months without a figure left out', () => {
    const flat = upTo(0.1, ...Array.from({ length: 12 }, () => 0.4), 0.4);
    expect(reachedIn(flat, 0.6)).toBeNull();
    expect(reachedIn(upTo(0.36, null, 0.4), 0.6)).toBe('2017-10-01');
  });

  it('is not told more than ten years ahead', () => {
    expect(reachedIn(upTo(0.399, 0.4), 0.52)).toBe('2026-12-01');
    expect(reachedIn(upTo(0.399, 0.4), 0.53)).toBeNull();
  });
});

describe('the goal that holds', () => {
  const goal = (indicator: string, orgId: string) => ({ indicator, orgId });

  it('is of the union itself or of the nearest above it', () => {
    const goals = [goal('issuanceRate', 'city'), goal('issuanceRate', 'park-a'), goal('standardRate', 'city')];
    const orgIds = goalOrgIds(['/city/park-a/u1/']);
    expect(orgIds).toEqual(['city', 'park-a', 'u1']);
    expect(nearestGoals(goals, orgIds)).toEqual([goal('issuanceRate', 'park-a'), goal('standardRate', 'city')]);
    expect(nearestGoals(goals, goalOrgIds(['/city/park-b/']))).toEqual([
      goal('issuanceRate', 'city'),
      goal('standardRate', 'city'),
    ]);
  });

  it('of several subtrees is of what lies above all of them', () => {
    expect(goalOrgIds(['/city/park-a/', '/city/park-b/'])).toEqual(['city']);
    expect(goalOrgIds(['/city/park-a/u1/', '/city/park-a/u2/'])).toEqual(['city', 'park-a']);
    expect(goalOrgIds([])).toEqual([]);
  });
});
