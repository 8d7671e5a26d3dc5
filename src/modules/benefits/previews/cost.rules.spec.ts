import { campaignDefinitionSchema, type CampaignDefinitionInput } from '../campaigns/campaign.schemas.js';
import { decideCost } from './cost.rules.js';

const aDefinition = (given: Partial<CampaignDefinitionInput>) =>
  campaignDefinitionSchema.parse({
    id: 'weekend',
    label: '职工卡周末满减',
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
    budget: { from: 'city-2017', totalFen: 2_000_000 },
    ...given,
  });
const costOf = (given: Partial<CampaignDefinitionInput>, gift: { people: number; fen: number } | null = null) =>
  decideCost(aDefinition(given), gift);
const claim = { from: '2017-01-01T00:00:00+08:00', to: '2017-01-02T00:00:00+08:00' };

describe('the most a campaign can cost the union', () => {
  it('is claims × vouchers × what one voucher costs for a pack', () => {
    const mechanism = {
      type: 'VOUCHER_PACK' as const,
      voucher: { thresholdFen: 5_000, offFen: 1_000 },
      count: 2,
      claims: 1_000,
      claim,
    };
    // 1 000 people × 2 vouchers × 10.00 yuan = 20 000.00 yuan.
    expect(costOf({ mechanism })).toEqual({
      perVoucherFen: 1_000,
      perUseFen: 1_000,
      perPersonFen: 2_000,
      people: 1_000,
      totalFen: 2_000_000,
      usesCovered: 2_000,
    });
  });

  it('counts only the union’s share, whose odd fen the first payer bears', () => {
    const mechanism = {
      type: 'VOUCHER_PACK' as const,
      voucher: { thresholdFen: 0, offFen: 999 },
      count: 3,
      perRedemption: 2,
      claims: 10,
      claim,
    };
    const funding = [
      { payer: 'UNION' as const, bps: 5_000 },
      { payer: 'MERCHANT' as const, bps: 5_000 },
    ];
    // Half of 999 is 499 and one fen left over, which goes to the union: 500 a voucher, 1 000 for the two of one use.
    expect(costOf({ mechanism, funding })).toMatchObject({
      perVoucherFen: 500,
      perUseFen: 1_000,
      perPersonFen: 1_500,
      totalFen: 15_000,
    });
  });

  it('is what publishing would give where it is given beforehand', () => {
    const mechanism = {
      type: 'GRANT' as const,
      tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 50_000 }, { amountFen: 20_000 }],
    };
    expect(costOf({ mechanism }, { people: 30, fen: 900_000 })).toMatchObject({
      perVoucherFen: null,
      perUseFen: 50_000,
      perPersonFen: 50_000,
      people: 30,
      totalFen: 900_000,
    });
  });

  it('follows from limits of times over the whole campaign where there are some', () => {
    const limits = [
      { per: 'CAMPAIGN' as const, period: 'ALL' as const, times: 500 },
      { per: 'MEMBER' as const, period: 'ALL' as const, times: 3 },
      { per: 'MEMBER' as const, period: 'DAY' as const, times: 1 },
    ];
    expect(costOf({ limits })).toMatchObject({
      perUseFen: 2_000,
      perPersonFen: 6_000,
      totalFen: 1_000_000,
      usesCovered: 1_000,
    });
    expect(costOf({ limits: limits.slice(2) })).toMatchObject({ perPersonFen: null, totalFen: null });
  });

  it('is unknown for a percentage without a cap, and for an item whose price nobody knows', () => {
    expect(costOf({ mechanism: { type: 'PERCENT_OFF', bps: 500 } }).perUseFen).toBeNull();
    expect(costOf({ mechanism: { type: 'PERCENT_OFF', bps: 500, capFen: 3_000 } }).perUseFen).toBe(3_000);
    expect(
      costOf({ mechanism: { type: 'AMOUNT_OFF', thresholdFen: 100, offFen: 10, repeat: true } }).perUseFen,
    ).toBeNull();
    expect(costOf({ mechanism: { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000 } }).usesCovered).toBeNull();
  });

  it('is nothing for a service, and for what the merchant pays alone', () => {
    expect(costOf({ mechanism: { type: 'SERVICE', service: '体检', units: 1 } })).toMatchObject({
      perUseFen: 0,
      perPersonFen: 0,
    });
    expect(aDefinition({ budget: undefined }).funding).toEqual([{ payer: 'MERCHANT', bps: 10_000 }]);
    expect(costOf({ budget: undefined })).toMatchObject({ perUseFen: 0, totalFen: 0, usesCovered: null });
  });

  it('is never more than the largest amount there is', () => {
    const voucher = { thresholdFen: 0, offFen: 1_000_000_000_000 };
    const mechanism = { type: 'VOUCHER_PACK' as const, voucher, count: 1_000, claims: 100_000_000, claim };
    expect(costOf({ mechanism }).totalFen).toBe(1_000_000_000_000);
  });
});
