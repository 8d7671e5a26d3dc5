import { type Counts, ratesOf, sumCounts } from './indicators.rules.js';

const nothing: Counts = {
  enterprises: 0,
  enterprisesWithUnion: 0,
  workers: 0,
  members: 0,
  cards: 0,
  activeCards: 0,
  usedCards: 0,
  unions: 0,
  standardUnions: 0,
};

describe('the indicators', () => {
  it('of 2016 are those the federation reported', () => {
    const city = {
      enterprises: 2_685,
      enterprisesWithUnion: 2_277,
      workers: 211_353,
      members: 175_000,
      cards: 60_000,
      activeCards: 50_000,
      usedCards: 12_345,
      unions: 2_277,
      standardUnions: 911,
    };
    expect(ratesOf(city)).toEqual({
      establishmentRate: 0.848,
      membershipRate: 0.828,
      issuanceRate: 0.3429,
      activeCardRate: 0.2469,
      standardRate: 0.4001,
    });
  });

  it('are 0 where there is nothing to count', () => {
    expect(new Set(Object.values(ratesOf(nothing)))).toEqual(new Set([0]));
  });

  it('are not told where a count is not known', () => {
    expect(ratesOf({ ...nothing, usedCards: null, unions: null, standardUnions: null })).toMatchObject({
      activeCardRate: null,
      standardRate: null,
    });
  });

  it('of the whole are those of the sums', () => {
    const big = { ...nothing, enterprises: 90, enterprisesWithUnion: 90, usedCards: 3, activeCards: 4 };
    const small = { ...nothing, enterprises: 10, usedCards: null, activeCards: 6 };
    const sum = ratesOf(sumCounts([big, small]));
    expect(sum.establishmentRate).toBe(0.9);
    expect(sum.activeCardRate).toBe(0.3);
  });
});
