import { heatOf, monthText } from './rates.js';

describe('rates on the overview', () => {
  it('are coloured by how much of their goal they are', () => {
    const goal = { goalBps: 6_000 };
    expect([0, 0.1499, 0.15, 0.3, 0.5999, 0.6, 1].map((rate) => heatOf(rate, goal))).toEqual([0, 0, 1, 2, 3, 4, 4]);
    expect(heatOf(null, goal)).toBeNull();
    expect(heatOf(0.5, undefined)).toBeNull();
  });

  it('name months as people do', () => {
    expect(monthText('2027-05-01', 'zh-CN')).toBe('2027年5月');
    expect(monthText('2027-05-01', 'en-US')).toBe('2027-05');
  });
});
