import type { Person } from '../eligibility/audience.rules.js';
import {
  type BasketRequest,
  type CampaignRuntime,
  decideBasket,
  type DecisionState,
  type LiveCampaign,
} from './basket.rules.js';
import { compileCampaign } from './campaign.rules.js';
import { campaignDefinitionSchema } from './campaign.schemas.js';

const now = Date.parse('2017-01-21T10:00:00+08:00');
const aLive = (changes: Record<string, unknown> = {}, runtime: Partial<CampaignRuntime> = {}): LiveCampaign => {
  const definition = campaignDefinitionSchema.parse({
    id: 'save20',
    label: '职工卡周末满减',
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15800, offFen: 2000 },
    where: { merchants: ['mart'] },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', weekdays: [6, 7] },
    ...changes,
  });
  const { budget } = definition;
  const row = { state: 'PUBLISHED', totalFen: budget?.totalFen ?? 0, spentFen: 0, heldFen: 0, leasedFen: 0 } as const;
  return { campaign: compileCampaign(definition, 3), runtime: { ...row, ...runtime } };
};
const wu: Person = {
  categories: [],
  orgPath: ['city', 'u1'],
  park: null,
  tier: null,
  enterprise: null,
  industry: null,
  gender: null,
  birthOn: null,
  joinedOn: null,
  cardIssuedAtMs: null,
  lists: [],
};
const aState = (campaigns: LiveCampaign[], changes: Partial<DecisionState> = {}): DecisionState => ({
  card: { state: 'ACTIVE' },
  codeKind: 'D',
  secondFactor: false,
  memberId: 'wu',
  person: wu,
  store: { id: 'mart-1', merchantId: 'mart', merchantCategory: 'SUPERMARKET' },
  campaigns,
  counters: new Map(),
  holdings: new Map(),
  holidays: () => null,
  ...changes,
});
const budget = { from: 'line', totalFen: 6000 };
const hardship = { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] };
const basket: BasketRequest = { amountFen: 15800 };
const reasonOf = (live: LiveCampaign, changes: Partial<DecisionState> = {}, amountFen = 15800, at = now) =>
  decideBasket(aState([live], changes), { amountFen, benefit: 'save20' }, at).reason;

describe('a basket', () => {
  it('gets what applies, with shares, counters and what remains to pay', () => {
    const live = aLive({
      budget,
      funding: [
        { payer: 'UNION', bps: 6000 },
        { payer: 'MERCHANT', bps: 4000 },
      ],
      limits: [
        { per: 'MEMBER', period: 'DAY', times: 1 },
        { per: 'MEMBER', period: 'DAY', amountFen: 5000, partial: true },
        { per: 'CAMPAIGN', period: 'ALL', times: 3, share: 'two' },
        { per: 'STORE', period: 'WEEK', amountFen: 9000 },
        { per: 'MERCHANT', period: 'MONTH', times: 9 },
      ],
    });
    expect(decideBasket(aState([live]), basket, now)).toEqual({
      outcome: 'APPLIED',
      reason: null,
      applied: [
        {
          campaignId: 'save20',
          version: 3,
          label: '职工卡周末满减',
          kind: 'UNIVERSAL',
          discountFen: 2000,
          shares: [
            { payer: 'UNION', fen: 1200 },
            { payer: 'MERCHANT', fen: 800 },
          ],
          counters: [
            { key: 'MEMBER:wu:save20:D2017-01-21', times: 1, amountFen: 2000, limitTimes: 1, limitFen: 5000 },
            { key: 'CAMPAIGN:*:~two:ALL', times: 1, amountFen: 2000, limitTimes: 3 },
            { key: 'STORE:mart-1:save20:W2017-01-16', times: 1, amountFen: 2000, limitFen: 9000 },
            { key: 'MERCHANT:mart:save20:M2017-01', times: 1, amountFen: 2000, limitTimes: 9 },
          ],
          reversal: { untilDays: 7, restoresUse: true },
        },
      ],
      left: [],
      discountFen: 2000,
      payableFen: 13800,
    });
  });

  it('is told NO_BENEFIT and every reason when nothing applies', () => {
    const lives = [aLive(), aLive({ id: 'cafe', where: { merchants: ['cafe'] } })];
    expect(decideBasket(aState(lives), { amountFen: 15799 }, now)).toMatchObject({
      outcome: 'NONE',
      reason: 'NO_BENEFIT',
      left: [
        { campaignId: 'cafe', reason: 'NOT_HERE' },
        { campaignId: 'save20', reason: 'BELOW_MINIMUM' },
      ],
      payableFen: 15799,
    });
  });

  it('leaves out with NOT_BEST what applies and does not win', () => {
    const decision = decideBasket(
      aState([aLive(), aLive({ id: 'a', mechanism: { type: 'PERCENT_OFF', bps: 100 } })]),
      basket,
      now,
    );
    expect(decision).toMatchObject({
      applied: [{ campaignId: 'save20' }],
      left: [{ campaignId: 'a', reason: 'NOT_BEST' }],
    });
  });

  it('considers only a benefit the till names', () => {
    const decision = decideBasket(aState([aLive(), aLive({ id: 'b' })]), { amountFen: 15800, benefit: 'b' }, now);
    expect(decision).toMatchObject({ applied: [{ campaignId: 'b' }], left: [] });
    expect(decideBasket(aState([]), { amountFen: 1, benefit: 'b' }, now).reason).toBe('NOT_AVAILABLE');
  });

  it('tells the first reason that holds, in the order of the contract', () => {
    const used = new Map([
      ['MEMBER:wu:save20:ALL', { times: 1, amountFen: 0 }],
      ['CAMPAIGN:*:save20:ALL', { times: 1, amountFen: 0 }],
    ]);
    const member = { per: 'MEMBER', period: 'ALL', times: 1 };
    const total = { per: 'CAMPAIGN', period: 'ALL', times: 1 };
    const campaign = {
      budget,
      kind: 'TARGETED',
      audience: hardship,
      where: { stores: ['x'] },
      limits: [total, member],
    };
    const everythingWrong = { card: { state: 'FROZEN' }, codeKind: 'S', counters: used } as const;
    const paused = aLive(campaign, { state: 'PAUSED', spentFen: 6000 });
    const monday = Date.parse('2017-01-23T10:00:00+08:00');
    const small = 1;

    expect(reasonOf(paused, everythingWrong, small, monday)).toBe('CARD_NOT_ACTIVE');
    const active = { ...everythingWrong, card: { state: 'ACTIVE' } };
    expect(reasonOf(paused, active, small, monday)).toBe('CAMPAIGN_NOT_RUNNING');
    const full = { spentFen: 6000 };
    expect(reasonOf(aLive(campaign, full), active, small, monday)).toBe('PHONE_CODE_NEEDED');
    const proven = { ...active, secondFactor: true };
    expect(reasonOf(aLive(campaign, full), proven, small, monday)).toBe('NOT_ELIGIBLE');
    const universal = { ...campaign, kind: 'UNIVERSAL', audience: undefined };
    expect(reasonOf(aLive(universal, full), proven, small, monday)).toBe('NOT_HERE');
    const here = { ...universal, where: {} };
    expect(reasonOf(aLive(here, full), proven, small, monday)).toBe('NOT_NOW');
    expect(reasonOf(aLive(here, full), proven, small)).toBe('BELOW_MINIMUM');
    expect(reasonOf(aLive(here, full), proven)).toBe('LIMIT_REACHED');
    expect(reasonOf(aLive({ ...here, limits: [total] }, full), proven)).toBe('SOLD_OUT');
    expect(reasonOf(aLive({ ...here, limits: [] }, full), proven)).toBe('BUDGET_EXHAUSTED');
    expect(reasonOf(aLive({ ...here, limits: [] }), proven)).toBeNull();
  });

  it('is for the owner’s subtree only', () => {
    expect(reasonOf(aLive({ owner: 'u1' }))).toBeNull();
    expect(reasonOf(aLive({ owner: 'u2' }))).toBe('NOT_ELIGIBLE');
  });

  it('asks a static code for a second factor only where union money is given', () => {
    expect(reasonOf(aLive(), { codeKind: 'S' })).toBeNull();
    expect(reasonOf(aLive({ budget }), { codeKind: 'N' })).toBeNull();
    expect(reasonOf(aLive({ budget }), { codeKind: 'S' })).toBe('PHONE_CODE_NEEDED');
  });

  it('runs from its first millisecond to before its last', () => {
    const [from, to] = [Date.parse('2017-01-01T00:00:00+08:00'), Date.parse('2017-02-01T00:00:00+08:00')];
    const daily = aLive({ when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' } });
    expect([from - 1, from, to - 1, to].map((at) => reasonOf(daily, {}, 15800, at))).toEqual([
      'CAMPAIGN_NOT_RUNNING',
      null,
      null,
      'CAMPAIGN_NOT_RUNNING',
    ]);
  });

  it('takes the last fen of a budget and never one more', () => {
    expect(reasonOf(aLive({ budget }, { spentFen: 2000, heldFen: 1000, leasedFen: 1000 }))).toBeNull();
    expect(reasonOf(aLive({ budget }, { spentFen: 2000, heldFen: 1000, leasedFen: 1001 }))).toBe('BUDGET_EXHAUSTED');
  });

  it('cuts money to what a partial limit leaves, and refuses where it is not partial', () => {
    const limited = (partial: boolean | undefined, usedFen: number) => {
      const limits = [{ per: 'MEMBER', period: 'MONTH', amountFen: 10000, ...(partial ? { partial } : {}) }];
      const counters = new Map([['MEMBER:wu:save20:M2017-01', { times: 5, amountFen: usedFen }]]);
      const { discountFen, left } = decideBasket(aState([aLive({ limits })], { counters }), basket, now);
      return left[0]?.reason ?? discountFen;
    };
    expect([limited(true, 8000), limited(true, 8001), limited(true, 9999), limited(true, 10000)]).toEqual([
      2000,
      1999,
      1,
      'LIMIT_REACHED',
    ]);
    expect([limited(undefined, 8000), limited(undefined, 8001)]).toEqual([2000, 'LIMIT_REACHED']);
  });

  it('lets "A or B once" be used once, whichever was first', () => {
    const limits = [{ per: 'MEMBER', period: 'DAY', times: 1, share: 'one' }];
    const lives = [aLive({ limits, stacking: { group: 'a' } }), aLive({ id: 'b', limits, stacking: { group: 'b' } })];
    expect(decideBasket(aState(lives), basket, now)).toMatchObject({
      applied: [{ campaignId: 'b' }],
      discountFen: 2000,
    });
    const counters = new Map([['MEMBER:wu:~one:D2017-01-21', { times: 1, amountFen: 2000 }]]);
    expect(decideBasket(aState(lives, { counters }), basket, now).left.map(({ reason }) => reason)).toEqual([
      'LIMIT_REACHED',
      'LIMIT_REACHED',
    ]);
  });
});
