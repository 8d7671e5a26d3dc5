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
import { memberView, tillView } from './views.rules.js';

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

describe('what a till is told', () => {
  const told = (
    live: LiveCampaign,
    changes: Partial<DecisionState> = {},
    request: BasketRequest = basket,
    at = now,
  ) => {
    const state = aState([live], changes);
    return tillView(decideBasket(state, request, at), state, request, at);
  };
  const named = { amountFen: 15800, benefit: 'save20' };
  const limits = [{ per: 'MEMBER', period: 'ALL', times: 1 }];
  const counters = new Map([['MEMBER:wu:save20:ALL', { times: 1, amountFen: 2000 }]]);

  it.each([named, basket])('F53: is the same to the byte for every personal reason, asked with %j', (request) => {
    const inAudience = {
      person: { ...wu, categories: [{ code: 'HARDSHIP', level: null, fromOn: null, untilOn: null }] },
    };
    for (const kind of [{}, { kind: 'TARGETED', audience: hardship }]) {
      const answers = [
        told(aLive({ ...kind, owner: 'elsewhere' }), inAudience, request),
        told(aLive({ ...kind, kind: 'TARGETED', audience: hardship }), {}, request),
        told(aLive({ ...kind, limits }), { ...inAudience, counters }, request),
        told(aLive({ ...kind, budget }, { spentFen: 6000 }), inAudience, request),
        ...(request.benefit === undefined ? [] : [told(aLive({ ...kind, id: 'another' }), inAudience, request)]),
      ];
      const [first, ...others] = answers.map((answer) => JSON.stringify(answer));
      for (const other of others) expect(other).toBe(first);
      expect(first).not.toMatch(/save20|职工卡|\d{4}-\d{2}|Ms/);
    }
  });

  it('names no targeted campaign that does not apply, whatever the reason', () => {
    const targeted = { kind: 'TARGETED', audience: hardship };
    const places = [
      { where: { stores: ['x'] } },
      { mechanism: { type: 'AMOUNT_OFF', thresholdFen: 99999, offFen: 1 } },
    ];
    const answers = places.flatMap((place) => [
      told(aLive({ ...targeted, ...place }), {}, named),
      told(
        aLive({ ...targeted, ...place }),
        { person: { ...wu, categories: [{ code: 'HARDSHIP', level: null, fromOn: null, untilOn: null }] } },
        named,
      ),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ reason: 'NOT_AVAILABLE', left: [] });
  });

  it('says of a benefit for everybody what would help', () => {
    expect(told(aLive(), {}, { amountFen: 15150 })).toMatchObject({
      reason: 'NO_BENEFIT',
      left: [{ campaignId: 'save20', reason: 'BELOW_MINIMUM', hint: { moreFen: 650, text: '还差 6.50 元' } }],
    });
    expect(told(aLive(), {}, named, Date.parse('2017-01-23T10:00:00+08:00'))).toMatchObject({
      reason: 'NOT_NOW',
      left: [{ hint: { fromMs: Date.parse('2017-01-28T00:00:00+08:00'), text: '1月28日 00:00 起可用' } }],
    });
    expect(told(aLive({ where: { stores: ['mart-2'] } }), {}, named)).toMatchObject({
      reason: 'NOT_HERE',
      left: [{ hint: { stores: ['mart-2'] } }],
    });
    expect(told(aLive(), {}, named, Date.parse('2016-12-31T10:00:00+08:00'))).toMatchObject({
      reason: 'CAMPAIGN_NOT_RUNNING',
      left: [{ hint: { text: '1月1日 00:00 起可用' } }],
    });
  });

  it('says openly that a card is not active, also for a benefit that does not exist', () => {
    const frozen = { card: { state: 'FROZEN' } };
    expect(told(aLive(), frozen)).toMatchObject({ reason: 'CARD_NOT_ACTIVE', left: [] });
    expect(JSON.stringify(told(aLive(), frozen, named))).toBe(JSON.stringify(told(aLive({ id: 'x' }), frozen, named)));
  });

  it('shows an applied targeted benefit like any other', () => {
    const rich = { person: { ...wu, categories: [{ code: 'HARDSHIP', level: null, fromOn: null, untilOn: null }] } };
    const [a, b] = [told(aLive()), told(aLive({ kind: 'TARGETED', audience: hardship }), rich)];
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
  });
});

describe('what a member is told', () => {
  const left = (live: LiveCampaign, changes: Partial<DecisionState> = {}, request = basket, at = now) => {
    const state = aState([live], changes);
    return memberView(decideBasket(state, request, at), state, request, at).left[0];
  };
  const used = (period: string, times = 1) => ({
    counters: new Map([[`MEMBER:wu:save20:${period}`, { times, amountFen: 2000 }]]),
  });
  const oncePer = (period: string, times = 1) => ({ limits: [{ per: 'MEMBER', period, times }] });

  it('is when a limit that is used up begins anew, on a day the campaign is open', () => {
    expect(left(aLive(oncePer('DAY')), used('D2017-01-21'))).toMatchObject({
      reason: 'LIMIT_REACHED',
      hint: { fromMs: Date.parse('2017-01-22T00:00:00+08:00'), text: '1月22日 00:00 起可用' },
    });
    // A new week begins on Monday the 23rd, but weekends only are open.
    expect(left(aLive(oncePer('WEEK')), used('W2017-01-16'))).toMatchObject({
      hint: { fromMs: Date.parse('2017-01-28T00:00:00+08:00') },
    });
    // The campaign ends with January.
    expect(left(aLive(oncePer('MONTH')), used('M2017-01'))).not.toHaveProperty('hint');
    expect(left(aLive(oncePer('ALL')), used('ALL'))).not.toHaveProperty('hint');
  });

  it('waits for the longer of two limits that are both used up', () => {
    const limits = [
      { per: 'MEMBER', period: 'DAY', times: 1 },
      { per: 'MEMBER', period: 'WEEK', times: 2 },
    ];
    const counters = new Map([
      ['MEMBER:wu:save20:D2017-01-21', { times: 1, amountFen: 2000 }],
      ['MEMBER:wu:save20:W2017-01-16', { times: 2, amountFen: 4000 }],
    ]);
    expect(left(aLive({ limits }), { counters })).toMatchObject({
      hint: { fromMs: Date.parse('2017-01-28T00:00:00+08:00') },
    });
  });

  it('is tomorrow when today is sold out', () => {
    const limits = [{ per: 'CAMPAIGN', period: 'DAY', times: 100 }];
    const counters = new Map([['CAMPAIGN:*:save20:D2017-01-21', { times: 100, amountFen: 200_000 }]]);
    expect(left(aLive({ limits }), { counters })).toMatchObject({
      reason: 'SOLD_OUT',
      hint: { fromMs: Date.parse('2017-01-22T00:00:00+08:00') },
    });
  });

  it('is the phone instead of the plastic card, and the item that is needed', () => {
    const plastic = { codeKind: 'S' } as const;
    expect(left(aLive({ budget }), plastic)).toMatchObject({ reason: 'PHONE_CODE_NEEDED', hint: { phoneCode: true } });
    const live = aLive();
    const give = () => ({ reason: 'ITEM_MISSING' }) as const;
    const forRice = {
      ...live,
      campaign: { ...live.campaign, mechanism: { ...live.campaign.mechanism, item: '大米', give } },
    };
    expect(left(forRice)).toMatchObject({ reason: 'ITEM_MISSING', hint: { item: '大米', text: '买「大米」可用' } });
  });

  it('is the same help for a targeted benefit as for one for everybody', () => {
    const person = { ...wu, categories: [{ code: 'HARDSHIP', level: null, fromOn: null, untilOn: null }] };
    const targeted = { kind: 'TARGETED', audience: hardship };
    expect(left(aLive(targeted), { person }, { amountFen: 15150 })).toEqual(left(aLive(), {}, { amountFen: 15150 }));
    expect(left(aLive({ ...targeted, ...oncePer('DAY') }), { person, ...used('D2017-01-21') })).toEqual(
      left(aLive(oncePer('DAY')), used('D2017-01-21')),
    );
  });

  it('is everything, each with its true reason, with the same hints', () => {
    const limits = [{ per: 'MEMBER', period: 'ALL', times: 1 }];
    const counters = new Map([['MEMBER:wu:save20:ALL', { times: 1, amountFen: 2000 }]]);
    const targeted = aLive({ id: 'aid', kind: 'TARGETED', audience: hardship });
    const state = aState([aLive({ limits }), targeted, aLive({ id: 'cafe', where: { merchants: ['cafe'] } })], {
      counters,
    });
    expect(memberView(decideBasket(state, basket, now), state, basket, now)).toMatchObject({
      reason: 'NO_BENEFIT',
      left: [
        { campaignId: 'aid', reason: 'NOT_ELIGIBLE' },
        { campaignId: 'cafe', reason: 'NOT_HERE', hint: { text: '本店不参加，请到参加活动的门店使用' } },
        { campaignId: 'save20', reason: 'LIMIT_REACHED' },
      ],
    });
  });
});
