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
  terms: { restoresUse?: boolean; funding?: FundingShare[]; unionFen?: number } = {},
): StandingBenefit => ({
  campaign: {
    id,
    label: id,
    mechanism: compileMechanism(mechanism),
    funding: terms.funding ?? [{ payer: 'UNION', bps: 10_000 }],
  },
  discountFen,
  unionFen: terms.unionFen ?? discountFen,
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
      const [left] = reprice([standing], { amountFen }, lives);
      if (!left) throw new Error('nothing was priced');
      expect(left.backUnionFen).toBeGreaterThanOrEqual(0);
      expect(left.backFen - left.backUnionFen).toBeGreaterThanOrEqual(0);
      unionBack += left.backUnionFen;
      standing = { ...standing, discountFen: left.keepsFen, unionFen: left.keepsUnionFen };
    }
    expect(unionBack).toBe(501);
  });

  it('returns money but no use when the campaign says so, and no use after its end', () => {
    const empty = { amountFen: 0 };
    expect(reprice([given('a', off(1, 100), 100, { restoresUse: false })], empty, lives)[0]).toMatchObject({
      backFen: 100,
      uses: 0,
      counters: [{ times: 0, amountFen: 100 }],
    });
    expect(reprice([given('a', off(1, 100), 100)], empty, () => true)[0]).toMatchObject({ backFen: 100, uses: 0 });
    expect(reprice([given('a', off(1, 100), 100)], empty, lives)[0]).toMatchObject({
      backFen: 100,
      uses: 1,
      counters: [{ times: 1, amountFen: 100 }],
    });
  });
});

describe('the rest of a basket', () => {
  const basket = {
    amountFen: 1_000,
    items: [
      { item: 'film', amountFen: 400 },
      { item: 'tea', amountFen: 100 },
    ],
  };

  it('loses other goods first when only an amount is told', () => {
    expect(decideRest(basket, { amountFen: 500 })).toMatchObject({
      basket: { amountFen: 500, items: basket.items },
      goodsFen: 500,
    });
    expect(decideRest(basket, { amountFen: 501 })).toMatchObject({
      basket: { amountFen: 499, items: [{ item: 'tea' }] },
    });
  });

  it('loses the items named', () => {
    expect(decideRest(basket, { items: [{ item: 'film', amountFen: 400 }] })).toMatchObject({
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
    expect(decideRest(basket, back)).toEqual({ allowed: false, reason: 'OVER_AMOUNT' });
  });
});

describe('the time to reverse', () => {
  it('is that of the strictest benefit, its last instant included', () => {
    const terms = (untilDays: number) => ({ reversal: { untilDays, restoresUse: true } });
    expect(reversibleUntil(1_000, [terms(7), terms(2)])).toBe(1_000 + 2 * DAY_MS);
    expect(reversibleUntil(1_000, [])).toBe(1_000 + DAY_MS);
  });
});
