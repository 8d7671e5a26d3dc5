import type { CampaignDefinition } from '../../modules/benefits/index.js';
import type { z } from 'zod';
import type { campaignDefinitionSchema } from '../../modules/benefits/index.js';

type Definition = z.input<typeof campaignDefinitionSchema>;
type Draft = Omit<Definition, 'owner' | 'when'> & {
  readonly owner?: string;
  readonly when?: Partial<CampaignDefinition['when']>;
};

const union = (totalFen: number, from = 'city') => ({ budget: { from, totalFen } });
const shared = (unionBps: number) => ({
  funding: [
    { payer: 'UNION' as const, bps: unionBps },
    { payer: 'MERCHANT' as const, bps: 10_000 - unionBps },
  ],
});
const at = (...merchantCategories: string[]) => ({ where: { merchantCategories } });
const forGroups = (...categories: string[]): Pick<Definition, 'kind' | 'audience'> => ({
  kind: 'TARGETED',
  audience: {
    combinator: 'or',
    rules: categories.map((value) => ({ field: 'category' as const, operator: 'has' as const, value })),
  },
});
/** Adds up with everything else. */
const apart = (group: string) => ({ stacking: { group } });
const forAll = { kind: 'UNIVERSAL' } as const;
const once = (period: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR' | 'ALL', times = 1) => ({
  per: 'MEMBER' as const,
  period,
  times,
});

const SUPERMARKET: Draft = {
  id: 'supermarket-158',
  label: '超市满 158 减 20',
  ...forAll,
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
  ...at('SUPERMARKET'),
  limits: [once('DAY'), once('MONTH', 4)],
  ...union(60_000_000),
};

/** What runs in the demo. Budget lines stand without their year, windows without their dates. */
export const RUNNING: readonly Draft[] = [
  {
    id: 'everyday',
    label: '职工卡天天优惠',
    ...forAll,
    mechanism: { type: 'PERCENT_OFF', bps: 200, capFen: 500, thresholdFen: 1_000 },
    limits: [{ per: 'CAMPAIGN', period: 'DAY', times: 50_000 }],
    ...union(100_000_000),
  },
  SUPERMARKET,
  {
    id: 'weekend-dining',
    label: '周末聚餐 88 折',
    ...forAll,
    mechanism: { type: 'PERCENT_OFF', bps: 1_200, capFen: 3_000 },
    ...at('RESTAURANT'),
    when: { weekdays: [6, 7], hours: ['10:00-21:30'] },
    limits: [once('DAY', 2)],
  },
  {
    id: 'workday-lunch',
    label: '工作日午餐满 20 减 5',
    ...forAll,
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 2_000, offFen: 500 },
    ...at('RESTAURANT'),
    when: { weekdays: [1, 2, 3, 4, 5], hours: ['10:30-13:30'] },
    limits: [once('DAY')],
    ...union(20_000_000),
    ...shared(6_000),
  },
  {
    id: 'fuel-200',
    label: '加油每满 200 减 20',
    ...forAll,
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 20_000, offFen: 2_000, repeat: true, capFen: 4_000 },
    ...at('FUEL'),
    limits: [once('WEEK')],
    ...union(30_000_000),
    ...shared(5_000),
  },
  {
    id: 'pharmacy-ease',
    label: '安心购药满 50 减 25',
    ...forGroups('HARDSHIP', 'MODEL_WORKER_HARDSHIP', 'SINGLE_MOTHER_HARDSHIP'),
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 5_000, offFen: 2_500 },
    ...at('PHARMACY', 'HOSPITAL'),
    limits: [{ per: 'MEMBER', period: 'MONTH', amountFen: 20_000, partial: true }],
    ...union(15_000_000),
  },
  {
    id: 'warm-basket',
    label: '暖心菜篮满 60 减 30',
    ...forGroups('HARDSHIP:DEEP', 'HARDSHIP:RELATIVE'),
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 6_000, offFen: 3_000 },
    ...at('SUPERMARKET'),
    limits: [once('WEEK'), once('MONTH', 3)],
    ...union(12_000_000),
  },
  {
    id: 'culture-pass',
    label: '文体畅享 7 折',
    ...forGroups('MODEL_WORKER', 'MODEL_WORKER_HARDSHIP'),
    mechanism: { type: 'PERCENT_OFF', bps: 3_000, capFen: 5_000 },
    ...at('LEISURE'),
    limits: [once('MONTH', 4)],
    ...union(5_000_000),
    ...shared(5_000),
  },
  {
    id: 'journey',
    label: '出行立减 10 元',
    ...forGroups('MIGRANT', 'NEW_FORM'),
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 3_000, offFen: 1_000 },
    ...at('TRANSPORT'),
    limits: [once('WEEK', 2)],
    ...union(8_000_000),
  },
  {
    id: 'skills',
    label: '学技能立减 10%',
    ...forAll,
    mechanism: { type: 'PERCENT_OFF', bps: 1_000, capFen: 10_000 },
    ...at('EDUCATION'),
    limits: [once('YEAR', 3), { per: 'CAMPAIGN', period: 'ALL', amountFen: 9_000_000 }],
    ...union(10_000_000),
    ...shared(4_000),
  },
  {
    id: 'cinema-night',
    label: '星河影城晚场 8 折',
    ...forAll,
    mechanism: { type: 'PERCENT_OFF', bps: 2_000, capFen: 2_000 },
    where: { merchants: ['star-cinema'] },
    when: { hours: ['17:00-24:00'] },
    limits: [once('DAY'), { per: 'STORE', period: 'DAY', times: 300 }],
  },
  {
    id: 'park-a-fresh',
    label: '高新区鲜食满 100 减 15',
    ...forAll,
    owner: 'park-a',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 10_000, offFen: 1_500 },
    where: { merchants: ['yuzhang-fresh', 'meiling-store'], stores: ['ganjiang-market-2'] },
    limits: [once('WEEK', 2)],
    ...union(8_000_000, 'park-a'),
  },
  {
    id: 'a-001-holiday',
    label: '节日礼遇满 50 减 30',
    ...forAll,
    owner: 'a-001',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 5_000, offFen: 3_000 },
    ...at('SUPERMARKET', 'OTHER'),
    limits: [once('ALL')],
    ...union(1_500_000, 'a-001'),
  },
];

/** What people hold: given to everybody of an audience when it is published, or bought at a price of its own. */
export const GIVEN: readonly Draft[] = [
  {
    id: 'winter-balance',
    label: '暖冬礼金',
    ...forGroups('HARDSHIP'),
    mechanism: {
      type: 'GRANT',
      tiers: [
        { category: 'HARDSHIP:DEEP', amountFen: 60_000 },
        { category: 'HARDSHIP:RELATIVE', amountFen: 40_000 },
        { category: 'HARDSHIP', amountFen: 20_000 },
      ],
    },
    ...at('SUPERMARKET', 'PHARMACY', 'HOSPITAL'),
    ...apart('balance'),
    ...union(110_000_000),
  },
  {
    id: 'rider-gift',
    label: '奔跑加油券',
    ...forGroups('NEW_FORM'),
    mechanism: { type: 'GRANTED_VOUCHER', voucher: { thresholdFen: 5_500, offFen: 5_000 }, count: 1 },
    ...at('SUPERMARKET', 'RESTAURANT'),
    ...apart('gift'),
    ...union(20_000_000),
  },
  {
    id: 'cinema-ten',
    label: '十元看电影',
    ...forAll,
    mechanism: { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000 },
    where: { merchants: ['star-cinema'] },
    limits: [once('MONTH', 2), { per: 'CAMPAIGN', period: 'DAY', times: 200 }],
    ...apart('cinema'),
    ...union(6_000_000),
    ...shared(5_000),
  },
  {
    id: 'a-001-checkup',
    label: '职工健康体检',
    ...forAll,
    owner: 'a-001',
    mechanism: { type: 'SERVICE', service: '体检', units: 1 },
    where: { merchants: ['tijian-center'] },
    ...apart('checkup'),
  },
  {
    id: 'a-001-parcel',
    label: '秋冬暖心包',
    ...forAll,
    owner: 'a-001',
    mechanism: { type: 'SERVICE', service: '慰问包', units: 1 },
    where: { merchants: ['ganjiang-market'] },
    ...apart('parcel'),
  },
];

/** A pack that is claimed first come, first served; its times count from the start of the demo. */
export interface PackDraft {
  readonly draft: Omit<Draft, 'mechanism'>;
  readonly voucher: { readonly thresholdFen: number; readonly offFen: number };
  readonly count: number;
  readonly claims: number;
  /** When claiming begins; the past for one that is open. */
  readonly opensInMinutes: number;
  /** How many demo phones have theirs already. */
  readonly claimed: number;
}
export const PACKS: readonly PackDraft[] = [
  {
    draft: {
      id: 'fresh-pack',
      label: '生活消费券',
      ...forAll,
      ...at('SUPERMARKET'),
      ...apart('pack'),
      ...union(400_000),
    },
    voucher: { thresholdFen: 10_000, offFen: 2_000 },
    count: 2,
    claims: 36,
    opensInMinutes: -26 * 60,
    claimed: 30,
  },
  {
    draft: {
      id: 'dining-pack',
      label: '餐饮消费券',
      ...forAll,
      ...at('RESTAURANT'),
      ...apart('pack'),
      ...union(1_000_000),
    },
    voucher: { thresholdFen: 5_000, offFen: 1_000 },
    count: 3,
    claims: 200,
    opensInMinutes: 20,
    claimed: 0,
  },
];
/** What the maker would like to change of one that runs; it waits for a checker, who sees what changes. */
export const NEXT_VERSION: Draft = {
  ...SUPERMARKET,
  label: '超市满 128 减 20',
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 12_800, offFen: 2_000 },
  limits: [once('DAY'), once('MONTH', 6)],
};

/** One that waits for its checker, and one still being written. */
export const IN_REVIEW: Draft = {
  id: 'health-check',
  label: '体检满 300 减 50',
  ...forAll,
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 30_000, offFen: 5_000 },
  ...at('HOSPITAL'),
  limits: [once('YEAR', 2)],
  ...union(20_000_000),
  ...shared(7_000),
};

export const DRAFT: Draft = {
  id: 'spring-market',
  label: '年货节满 200 减 40',
  ...forAll,
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 20_000, offFen: 4_000 },
  ...at('SUPERMARKET', 'OTHER'),
  limits: [once('DAY')],
  ...union(40_000_000),
};

export type { Draft };
