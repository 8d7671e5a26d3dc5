import type { Mechanism } from './campaign.schemas.js';
import { type Basket, compileMechanism, type Held, NOTHING_HELD } from './mechanism.rules.js';

const given = (mechanism: Mechanism, amountFen: number): number | string => {
  const offer = compileMechanism(mechanism).give({ amountFen }, NOTHING_HELD);
  return 'fen' in offer ? offer.fen : offer.reason;
};

describe('an amount off', () => {
  const save20: Mechanism = { type: 'AMOUNT_OFF', thresholdFen: 15800, offFen: 2000 };
  it.each([
    [15799, 'BELOW_MINIMUM'],
    [15800, 2000],
    [99900, 2000],
  ])('满158减20 on %p fen gives %p', (amountFen, expected) => {
    expect(given(save20, amountFen)).toBe(expected);
  });

  it.each([
    [9999, 'BELOW_MINIMUM'],
    [10000, 500],
    [19999, 500],
    [20000, 1000],
    // floor(45000 / 10000) = 4 times 500, and the cap of 1800.
    [45000, 1800],
  ])('每满100减5 with a cap of 18 yuan on %p fen gives %p', (amountFen, expected) => {
    expect(given({ type: 'AMOUNT_OFF', thresholdFen: 10000, offFen: 500, repeat: true, capFen: 1800 }, amountFen)).toBe(
      expected,
    );
  });

  it('without a threshold gives at most the basket, and nothing for nothing', () => {
    const off: Mechanism = { type: 'AMOUNT_OFF', thresholdFen: 0, offFen: 500 };
    expect([given(off, 499), given(off, 501), given(off, 0)]).toEqual([499, 500, 'BELOW_MINIMUM']);
  });

  it('stays exact at the largest figures', () => {
    const huge: Mechanism = { type: 'AMOUNT_OFF', thresholdFen: 1, offFen: 1e12, repeat: true };
    expect(given(huge, 1e12)).toBe(1e12);
  });
});

describe('a percentage off', () => {
  const five: Mechanism = { type: 'PERCENT_OFF', bps: 500, capFen: 5000 };
  it.each([
    // floor(19 × 0.05) = floor(0.95) = 0: too little to give a fen.
    [19, 'BELOW_MINIMUM'],
    [20, 1],
    [19999, 999],
    [20000, 1000],
    [100000, 5000],
    [100020, 5000],
  ])('of 5 %% with a cap of 50 yuan on %p fen gives %p', (amountFen, expected) => {
    expect(given(five, amountFen)).toBe(expected);
  });

  it('has a threshold of its own', () => {
    const above: Mechanism = { type: 'PERCENT_OFF', bps: 800, thresholdFen: 10000 };
    expect([given(above, 9999), given(above, 10000)]).toEqual(['BELOW_MINIMUM', 800]);
  });

  it('of a hundred percent gives the basket', () => {
    expect(given({ type: 'PERCENT_OFF', bps: 10000 }, 123)).toBe(123);
  });

  it('rounds no basket below its minimum up to a benefit: 0.07 % needs 1429 fen', () => {
    const tiny: Mechanism = { type: 'PERCENT_OFF', bps: 7 };
    // 1428 × 7 / 10000 = 0.9996, 1429 × 7 / 10000 = 1.0003
    expect([given(tiny, 1428), given(tiny, 1429)]).toEqual(['BELOW_MINIMUM', 1]);
  });
});

describe('a fixed price', () => {
  const film: Mechanism = { type: 'FIXED_PRICE', item: 'film', priceFen: 1_000, thresholdFen: 5_000 };
  const give = (basket: Basket) => compileMechanism(film).give(basket, NOTHING_HELD);
  const basket = (...films: number[]): Basket => ({
    amountFen: 5_000,
    items: films.map((amountFen) => ({ item: 'film', amountFen })),
  });

  it('asks for the item before it asks for the minimum', () => {
    expect(give({ amountFen: 1, items: [{ item: 'tea', amountFen: 1 }] })).toEqual({ reason: 'ITEM_MISSING' });
    expect(give({ amountFen: 4_999, items: [{ item: 'film', amountFen: 4_500 }] })).toEqual({
      reason: 'BELOW_MINIMUM',
    });
  });

  it('gives the dearest unit the price, and nothing to one that costs no more', () => {
    expect(give(basket(1_500, 2_500))).toEqual({ fen: 1_500, units: 0 });
    expect(give(basket(1_001))).toEqual({ fen: 1, units: 0 });
    expect(give(basket(1_000))).toEqual({ reason: 'BELOW_MINIMUM' });
  });
});

describe('what is held beforehand', () => {
  const pack = (thresholdFen: number, perRedemption = 2): Mechanism => ({
    type: 'GRANTED_VOUCHER',
    voucher: { thresholdFen, offFen: 1_000 },
    count: 5,
    perRedemption,
  });
  const give = (mechanism: Mechanism, amountFen: number, held: Partial<Held>) =>
    compileMechanism(mechanism).give({ amountFen }, { units: 0, fen: 0, ...held });

  it.each([
    ['the campaign', 99_999, 5, 2],
    ['what is held', 99_999, 1, 1],
    ['the basket', 15_999, 5, 1],
  ])('takes as many vouchers as %s allows', (_what, amountFen, units, taken) => {
    expect(give(pack(8_000), amountFen, { units })).toEqual({ fen: taken * 1_000, units: taken });
  });

  it('uses vouchers up that give less than their face', () => {
    expect(give(pack(0), 1_500, { units: 5 })).toEqual({ fen: 1_500, units: 2 });
  });

  it('tells the minimum before that none is held', () => {
    expect(give(pack(8_000), 7_999, {})).toEqual({ reason: 'BELOW_MINIMUM' });
    expect(give(pack(8_000), 8_000, {})).toEqual({ reason: 'VOUCHER_NOT_HELD' });
    expect(give(pack(0), 0, { units: 1 })).toEqual({ reason: 'BELOW_MINIMUM' });
  });

  it('pays from a balance what is left to pay, in part or whole', () => {
    const grant: Mechanism = { type: 'GRANT', tiers: [{ amountFen: 5_000 }] };
    expect(give(grant, 3_000, { fen: 5_000 })).toEqual({ fen: 3_000, units: 0 });
    expect(give(grant, 9_000, { fen: 5_000 })).toEqual({ fen: 5_000, units: 0 });
    expect(give(grant, 1, { fen: 0 })).toEqual({ reason: 'VOUCHER_NOT_HELD' });
  });

  it('counts a service, which has no price', () => {
    const service: Mechanism = { type: 'SERVICE', service: '体检', units: 2 };
    expect(give(service, 0, { units: 1 })).toEqual({ fen: 0, units: 1 });
    expect(give(service, 0, { units: 0 })).toEqual({ reason: 'VOUCHER_NOT_HELD' });
  });
});
