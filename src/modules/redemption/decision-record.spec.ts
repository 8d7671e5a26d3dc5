import type { CampaignDefinitionInput } from '../benefits/campaigns/campaign.schemas.js';
import { compileCampaign } from '../benefits/campaigns/campaign.rules.js';
import {
  type BasketRequest,
  campaignDefinitionSchema,
  CompiledCampaigns,
  decideBasket,
  type DecisionState,
  type LiveCampaign,
} from '../benefits/index.js';
import { readRecord, recordOf } from './decision-record.js';
import { listDifferences } from './explanation/explain.js';
import { replay } from './explanation/replay.js';

const now = Date.parse('2017-01-21T10:00:00+08:00');
const definition = (id: string, given: Partial<CampaignDefinitionInput> = {}) =>
  campaignDefinitionSchema.parse({
    id,
    label: `优惠 ${id}`,
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
    limits: [
      { per: 'MEMBER', period: 'DAY', times: 1 },
      { per: 'CAMPAIGN', period: 'ALL', amountFen: 900_000, partial: true },
    ],
    budget: { from: 'line', totalFen: 2_000_000 },
    ...given,
  });
const hardship: CampaignDefinitionInput['audience'] = {
  combinator: 'or',
  rules: [
    { field: 'category', operator: 'has', value: 'HARDSHIP:DEEP' },
    { combinator: 'and', rules: [{ field: 'age', operator: '>=', value: 60 }] },
  ],
};
const definitions = [
  ...['winter-market', 'fuel-saturday', 'cinema-night', 'tea-house'].map((id) => definition(id)),
  definition('city-supermarket', { mechanism: { type: 'PERCENT_OFF', bps: 500 }, stacking: { group: 'percent' } }),
  definition('not-today', { when: { ...definition('x').when, dayKinds: ['HOLIDAY'] } }),
  definition('big-basket', { mechanism: { type: 'AMOUNT_OFF', thresholdFen: 50_000, offFen: 5_000 } }),
  definition('used-up', { stacking: { group: 'used' } }),
  definition('warm-heart', { kind: 'TARGETED', audience: hardship }),
  definition('park-b-only', { owner: 'park-b' }),
];
const live: LiveCampaign[] = definitions.map((each) => ({
  campaign: compileCampaign(each, 3),
  runtime: { state: 'PUBLISHED', totalFen: 2_000_000, spentFen: 1_234_500, heldFen: 2_000, leasedFen: 0 },
}));
const state: DecisionState = {
  card: { state: 'ACTIVE' },
  codeKind: 'D',
  secondFactor: true,
  memberId: '0197c3f2-0000-7000-8000-000000000001',
  person: {
    categories: [
      { code: 'HARDSHIP', level: 'RELATIVE', fromOn: '2016-01-01', untilOn: '2017-12-31' },
      { code: 'MODEL_WORKER', level: null, fromOn: '2016-01-01', untilOn: null },
    ],
    orgPath: ['city', 'park-a', 'u1'],
    park: 'A',
    tier: 'NATIONAL',
    enterprise: '91360100MA35000000',
    industry: 'textile',
    gender: 'F',
    birthOn: '1985-03-01',
    joinedOn: '2010-05-01',
    cardIssuedAtMs: now,
    lists: ['a-list'],
  },
  store: { id: 'wal-1', merchantId: 'wal', merchantCategory: 'SUPERMARKET' },
  campaigns: live,
  counters: new Map([
    ['MEMBER:0197c3f2-0000-7000-8000-000000000001:used-up:D2017-01-21', { times: 1, amountFen: 2_000 }],
    ['CAMPAIGN:*:fuel-saturday:ALL', { times: 449, amountFen: 898_500 }],
  ]),
  holdings: new Map(),
  holidays: () => 'RESTDAY',
};
const basket: BasketRequest = { amountFen: 15_800 };
const kept = (request: BasketRequest = basket, given: DecisionState = state): unknown =>
  JSON.parse(JSON.stringify(recordOf(given, request, decideBasket(given, request, now), now)));

/** The compiled versions as a process has them, without a database behind. */
class Published extends CompiledCampaigns {
  override get = () => Promise.resolve(live.map(({ campaign }) => campaign));
}

describe('what is kept of a decision', () => {
  it('is small: ten campaigns fit into 1,300 bytes', () => {
    expect(Buffer.byteLength(JSON.stringify(kept()))).toBeLessThanOrEqual(1_300);
  });

  it('holds of the person only what an audience asked', () => {
    expect(readRecord(kept()).person).toEqual({
      orgPath: ['city', 'park-a', 'u1'],
      categories: [{ code: 'HARDSHIP', level: 'RELATIVE', fromOn: '2016-01-01', untilOn: '2017-12-31' }],
      birthOn: '1985-03-01',
    });
  });

  it('names no person: no member id, whatever counters were read', () => {
    expect(JSON.stringify(kept())).not.toContain(state.memberId);
  });

  it('keeps counters only where the decision came as far, and the day only when a campaign asked', () => {
    const byId = new Map(readRecord(kept()).campaigns.map((each) => [each.id, each]));
    expect(byId.get('used-up')).toMatchObject({
      left: 'LIMIT_REACHED',
      counters: [[1, 2_000]],
    });
    expect(byId.get('big-basket')).not.toHaveProperty('counters');
    expect(readRecord(kept()).day).toBe('RESTDAY');
    const unasked = { ...state, campaigns: live.slice(0, 2) };
    expect(readRecord(kept(basket, unasked))).not.toHaveProperty('day');
  });

  it.each([
    ['a basket', basket, {}],
    ['a basket with items', { amountFen: 20_000, items: [{ item: '大米', amountFen: 5_000 }] }, {}],
    ['a small basket', { amountFen: 1 }, {}],
    ['a named benefit that is used up', { amountFen: 15_800, benefit: 'used-up' }, {}],
    ['a named benefit that does not exist', { amountFen: 15_800, benefit: 'none' }, {}],
    ['a frozen card', basket, { card: { state: 'FROZEN' } }],
    ['a plastic card', basket, { codeKind: 'S', secondFactor: false }],
  ] as const)('decides %s again to the same', async (_name, request, changes) => {
    const record = readRecord(kept(request, { ...state, ...changes }));
    const versions = new Map(live.map((each) => [each.campaign.id, each.campaign]));
    const published = new Published();
    published.get = () => Promise.resolve(record.campaigns.flatMap(({ id }) => versions.get(id) ?? []));
    // No statement is made: every version is known.
    const replayed = await replay(undefined as never, published, record);
    expect(listDifferences(replayed)).toEqual([]);
    expect(replayed.decided).toBe(true);
  });

  it('refuses a form it cannot read instead of guessing', () => {
    expect(() => readRecord({ ...(kept() as object), v: 2 })).toThrow('expected 1');
  });
});
