import { indicatorsOf, sumCounts } from './indicators.rules.js';

describe('the indicators', () => {
  it('of 2016 are those the federation reported', () => {
    const city = { enterprises: 2_685, enterprisesWithUnion: 2_277, workers: 211_353, members: 175_000, cards: 60_000 };
    expect(indicatorsOf(city)).toEqual({ establishmentRate: 0.848, membershipRate: 0.828, issuanceRate: 0.3429 });
  });

  it('are 0 where there is nothing to count', () => {
    const nothing = { enterprises: 0, enterprisesWithUnion: 0, workers: 0, members: 0, cards: 0 };
    expect(indicatorsOf(nothing)).toEqual({ establishmentRate: 0, membershipRate: 0, issuanceRate: 0 });
  });

  it('of the whole are those of the sums', () => {
    const big = { enterprises: 90, enterprisesWithUnion: 90, workers: 1, members: 1, cards: 1 };
    const small = { enterprises: 10, enterprisesWithUnion: 0, workers: 1, members: 0, cards: 0 };
    expect(indicatorsOf(sumCounts([big, small])).establishmentRate).toBe(0.9);
  });
});
