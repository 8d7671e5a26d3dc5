import { DAY_MS } from '../../../shared/time.js';
import { decideRest, reprice, reversibleUntil, type StandingBenefit } from './give-back.rules.js';
import { compileMechanism } from './mechanism.rules.js';
import type { FundingShare, Mechanism } from './campaign.schemas.js';

const HALF: FundingShare[] = [
  { payer: 'UNION', bps: 5_000 },
  { payer: 'MERCHANT', bps: 5_000 },
];
const given = (
  id: string,
  mechanism: Mechanism,
  discountFen: number,
  terms: { restoresUse?: boolean; funding?: FundingShare[]; unionFen?: number; units?: number } = {},
): StandingBenefit => ({
  campaign: {
    id,
    label: id,
    mechanism: compileMechanism(mechanism),
    funding: terms.funding ?? [{ payer: 'UNION', bps: 10_000 }],
  },
  discountFen,
  unionFen: terms.unionFen ?? discountFen,
  units: terms.units ?? 0,
  counters: [{ key: `MEMBER:m:${id}:D2017-01-21` }],
  reversal: { untilDays: 7, restoresUse: terms.restoresUse ?? true },
});
const off = (thresholdFen: number, offFen: number): Mechanism => ({ type: 'AMOUNT_OFF', thresholdFen, offFen });
const percent = (bps: number): Mechanism => ({ type: 'PERCENT_OFF', bps });
const lives = () => false;

describe('what is left of a discount when goods come back', () => {
  it('stays while the basket keeps the minimum, and goes one fen below it', () => {
    const standing = [given('a', off(15_800, 2_000), 2_000)];
    expect(reprice(standing, { amountFen: 15_800 }, lives)[0]).toMatchObject({ keepsFen: 2_000, backFen: 0, uses: 0 });
    expect(reprice(standing, { amountFen: 15_799 }, lives)[0]).toMatchObject({ keepsFen: 0, backFen: 2_000, uses: 1 });
  });

  it('takes a percentage of what is left, floored', () => {
    const [left] = reprice([given('p', percent(500), 1_000)], { amountFen: 19_999 }, lives);
    // 19,999 × 5 % = 999.95
    expect(left).toMatchObject({ keepsFen: 999, backFen: 1, uses: 0, counters: [{ times: 0, amountFen: 1 }] });
  });

  it('never gives more than it still does, though the rule would', () => {
    expect(reprice([given('p', percent(5_000), 300)], { amountFen: 10_000 }, lives)[0]).toMatchObject({
      keepsFen: 300,
      backFen: 0,
    });
  });

  it('stops the sum at the basket, the last in order of application giving less', () => {
    const standing = [given('p', percent(9_000), 9_000), given('a', off(1, 400), 400)];
    const left = reprice(standing, { amountFen: 500 }, lives);
    // 400 off first; 90 % of 500 would be 450, only 100 fen are left to pay.
    expect(left.map(({ campaignId, keepsFen }) => [campaignId, keepsFen])).toEqual([
      ['a', 400],
      ['p', 100],
    ]);
  });

  it('closes the shares to the fen after each part', () => {
    let standing = given('p', percent(1_000), 1_001, { funding: HALF, unionFen: 501 });
    let unionBack = 0;
    for (const amountFen of [9_990, 5_550, 3_330, 0]) {
      const [left] = reprice([standing], amountFen === 0 ? null : { amountFen }, lives);
      if (!left) throw new Error('nothing was priced');
      expect(left.backUnionFen).toBeGreaterThanOrEqual(0);
      expect(left.backFen - left.backUnionFen).toBeGreaterThanOrEqual(0);
      unionBack += left.backUnionFen;
      standing = { ...standing, discountFen: left.keepsFen, unionFen: left.keepsUnionFen };
    }
    expect(unionBack).toBe(501);
  });

  it('returns money but no use when the campaign says so, and no use after its end', () => {
    expect(reprice([given('a', off(1, 100), 100, { restoresUse: false })], null, lives)[0]).toMatchObject({
      backFen: 100,
      uses: 0,
      counters: [{ times: 0, amountFen: 100 }],
    });
    expect(reprice([given('a', off(1, 100), 100)], null, () => true)[0]).toMatchObject({ backFen: 100, uses: 0 });
    expect(reprice([given('a', off(1, 100), 100)], null, lives)[0]).toMatchObject({
      backFen: 100,
      uses: 1,
      counters: [{ times: 1, amountFen: 100 }],
    });
  });
});

describe('what was held beforehand', () => {
  const pack: Mechanism = {
    type: 'GRANTED_VOUCHER',
    voucher: { thresholdFen: 8_000, offFen: 1_000 },
    count: 3,
    perRedemption: 2,
  };
  const grant: Mechanism = { type: 'GRANT', tiers: [{ amountFen: 5_000 }] };
  const service: Mechanism = { type: 'SERVICE', service: '体检', units: 2 };

  it('comes back voucher by voucher as the basket shrinks below their minimum', () => {
    const standing = [given('v', pack, 2_000, { units: 2 })];
    expect(reprice(standing, { amountFen: 15_999 }, lives)[0]).toMatchObject({
      keepsFen: 1_000,
      backFen: 1_000,
      isGone: false,
      uses: 0,
      unitsBack: 1,
      revives: { units: 1, fen: 0 },
    });
    expect(reprice(standing, { amountFen: 7_999 }, lives)[0]).toMatchObject({
      isGone: true,
      uses: 1,
      revives: { units: 2, fen: 0 },
    });
  });

  it('does not revive when the campaign says so or has ended, while a balance returns as money', () => {
    const keepsUse = { units: 2, restoresUse: false };
    expect(reprice([given('v', pack, 2_000, keepsUse)], null, lives)[0]?.revives).toEqual({ units: 0, fen: 0 });
    expect(reprice([given('v', pack, 2_000, { units: 2 })], null, () => true)[0]?.revives).toEqual({
      units: 0,
      fen: 0,
    });
    expect(reprice([given('g', grant, 700, { restoresUse: false })], null, lives)[0]?.revives.fen).toBe(700);
    expect(reprice([given('g', grant, 700)], null, () => true)[0]?.revives.fen).toBe(0);
  });

  it('is a balance that pays what is left to pay and takes the rest back', () => {
    const [left] = reprice([given('g', grant, 3_500)], { amountFen: 3_000 }, lives);
    expect(left).toMatchObject({ keepsFen: 3_000, backFen: 500, isGone: false, revives: { units: 0, fen: 500 } });
  });

  it('is a service that comes back with the whole basket only', () => {
    const standing = [given('s', service, 0, { units: 1 })];
    expect(reprice(standing, { amountFen: 0 }, lives)[0]).toMatchObject({ isGone: false, unitsBack: 0 });
    expect(reprice(standing, null, lives)[0]).toMatchObject({
      isGone: true,
      uses: 1,
      revives: { units: 1, fen: 0 },
    });
  });
});

const FILM = new Set(['film']);

describe('the rest of a basket', () => {
  const basket = {
    amountFen: 1_000,
    items: [
      { item: 'film', amountFen: 400 },
      { item: 'tea', amountFen: 100 },
    ],
  };

  it('loses other goods first when only an amount is told', () => {
    expect(decideRest(basket, { amountFen: 500 }, FILM)).toMatchObject({
      basket: { amountFen: 500, items: [{ item: 'tea' }, { item: 'film' }] },
      goodsFen: 500,
    });
    expect(decideRest(basket, { amountFen: 501 }, FILM)).toMatchObject({
      basket: { amountFen: 499, items: [{ item: 'film' }] },
    });
  });

  it('loses an item with a price of its own last, and the dearest of them at the very end', () => {
    const two = { amountFen: 800, items: [...basket.items, { item: 'film', amountFen: 300 }] };
    expect(decideRest(two, { amountFen: 101 }, FILM)).toMatchObject({
      basket: { amountFen: 699, items: [{ item: 'film', amountFen: 400 }] },
    });
    expect(decideRest(two, { amountFen: 401 }, FILM)).toMatchObject({ basket: { amountFen: 399, items: [] } });
  });

  it('loses the items named', () => {
    expect(decideRest(basket, { items: [{ item: 'film', amountFen: 400 }] }, FILM)).toMatchObject({
      goodsFen: 400,
      basket: { amountFen: 600, items: [{ item: 'tea' }] },
    });
  });

  it.each([
    ['more than is left', { amountFen: 1_001 }],
    ['an item that is not in it', { items: [{ item: 'film', amountFen: 399 }] }],
    [
      'one item twice',
      {
        items: [
          { item: 'tea', amountFen: 100 },
          { item: 'tea', amountFen: 100 },
        ],
      },
    ],
    ['items worth more than the amount told', { amountFen: 99, items: [{ item: 'tea', amountFen: 100 }] }],
  ])('refuses %s', (_what, back) => {
    expect(decideRest(basket, back, FILM)).toEqual({ allowed: false, reason: 'OVER_AMOUNT' });
  });
});

describe('the time to reverse', () => {
  it('is that of the strictest benefit, its last instant included', () => {
    const terms = (untilDays: number) => ({ reversal: { untilDays, restoresUse: true } });
    expect(reversibleUntil(1_000, [terms(7), terms(2)])).toBe(1_000 + 2 * DAY_MS);
    expect(reversibleUntil(1_000, [])).toBe(1_000 + DAY_MS);
  });
});
