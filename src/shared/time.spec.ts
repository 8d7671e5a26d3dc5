import { nextPeriodStart, periodKey } from './time.js';

const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('the period after this one', () => {
  it.each([
    ['DAY', '2017-01-21T23:59:59.999', '2017-01-22T00:00:00'],
    ['DAY', '2017-01-22T00:00:00', '2017-01-23T00:00:00'],
    ['WEEK', '2017-01-22T12:00:00', '2017-01-23T00:00:00'],
    ['WEEK', '2017-01-23T00:00:00', '2017-01-30T00:00:00'],
    ['MONTH', '2017-01-31T23:00:00', '2017-02-01T00:00:00'],
    ['MONTH', '2017-12-01T00:00:00', '2018-01-01T00:00:00'],
    ['YEAR', '2017-01-01T00:00:00', '2018-01-01T00:00:00'],
  ] as const)('of a %s at %s starts at %s, with a name of its own', (period, now, start) => {
    expect(nextPeriodStart(period, at(now))).toBe(at(start));
    expect(periodKey(period, at(start) - 1)).toBe(periodKey(period, at(now)));
    expect(periodKey(period, at(start))).not.toBe(periodKey(period, at(now)));
  });

  it('never starts when the period never ends', () => {
    expect(nextPeriodStart('ALL', at('2017-01-21T10:00:00'))).toBeNull();
  });
});
