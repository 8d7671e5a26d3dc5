import { type CampaignDefinitionInput, campaignDefinitionSchema } from './campaign.schemas.js';
import { describeCampaign, describeDiff } from './definition-diff.rules.js';
import { listFacts } from './definition-facts.rules.js';

/** Says something in every field. */
const full: CampaignDefinitionInput = {
  id: 'spring',
  label: '节日礼遇',
  kind: 'TARGETED',
  owner: 'city',
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000, repeat: true, capFen: 4_000 },
  audience: {
    combinator: 'and',
    not: true,
    rules: [
      { field: 'age', operator: '>=', value: 18 },
      { combinator: 'or', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP:DEEP' }] },
    ],
  },
  where: { merchants: ['wal'], stores: ['tea-1'], merchantCategories: ['SUPERMARKET'] },
  when: {
    from: '2017-01-01T00:00:00+08:00',
    to: '2017-02-01T00:00:00+08:00',
    weekdays: [6, 7],
    hours: ['09:00-21:00'],
    exceptDates: ['2017-01-28'],
    onlyDates: ['2017-01-29'],
    dayKinds: ['RESTDAY'],
  },
  limits: [
    { per: 'MEMBER', period: 'DAY', times: 1, share: 'one-of-two' },
    { per: 'CAMPAIGN', period: 'ALL', amountFen: 10_000, partial: true },
  ],
  budget: { from: 'city-2017', totalFen: 2_000_000 },
  funding: [
    { payer: 'UNION', bps: 6_000 },
    { payer: 'MERCHANT', bps: 4_000 },
  ],
  stacking: { group: 'default', exclusive: false, priority: 100 },
  reversal: { untilDays: 7, restoresUse: true },
  offlineClass: 'O0',
};
const parse = (given: Partial<CampaignDefinitionInput> = {}) => campaignDefinitionSchema.parse({ ...full, ...given });
const diff = (given: Partial<CampaignDefinitionInput>, from: Partial<CampaignDefinitionInput> = {}) =>
  describeDiff(parse(from), parse(given));

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Every leaf of a value, with a way to get the value with that leaf made another one. */
function* variants(value: Json, path = ''): Generator<readonly [string, Json]> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries())
      for (const [name, changed] of variants(item, `${path}[${at}]`)) yield [name, value.with(at, changed)];
    yield [`${path} shortened`, value.slice(1)];
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      for (const [deeper, changed] of variants(item, `${path}.${name}`)) yield [deeper, { ...value, [name]: changed }];
  } else if (typeof value === 'number') yield [path, value + 1];
  else if (typeof value === 'boolean') yield [path, !value];
  else if (path.startsWith('.when.') && /(?:from|to)$/.test(path)) yield [path, String(value).replace('T00', 'T01')];
  else yield [path, `${String(value)}X`];
}

describe('the difference between two versions', () => {
  it('is nothing between equal ones, however they are written', () => {
    expect(diff({})).toEqual([]);
    expect(
      diff({
        when: {
          ...full.when,
          from: '2016-12-31T16:00:00Z',
          weekdays: [7, 6],
        },
        audience: JSON.parse(
          '{"rules":[{"value":18,"operator":">=","field":"age"},{"rules":[{"value":"HARDSHIP:DEEP","field":"category","operator":"has"}],"combinator":"or"}],"not":true,"combinator":"and"}',
        ),
      }),
    ).toEqual([]);
  });

  // Nothing a maker can change may escape the checker: every single leaf is made another one.
  const { id: _never, ...changeable } = parse();
  const all = [...variants(JSON.parse(JSON.stringify(changeable)) as Json)];
  it.each(all.map(([name, changed]) => ({ name, changed })))('tells a change of $name', ({ changed }) => {
    const after = { id: 'spring', ...(changed as object) } as ReturnType<typeof parse>;
    expect(describeDiff(parse(), after)).not.toEqual([]);
    expect(describeDiff(after, parse())).not.toEqual([]);
  });

  const voucher = { thresholdFen: 5_000, offFen: 2_000 };
  const claim = { from: '2017-01-01T00:00:00+08:00', to: '2017-01-08T00:00:00+08:00' };
  const mechanisms: CampaignDefinitionInput['mechanism'][] = [
    { type: 'PERCENT_OFF', bps: 500, capFen: 1_000, thresholdFen: 2_000 },
    { type: 'FIXED_PRICE', item: 'ticket', priceFen: 1_000, thresholdFen: 1 },
    { type: 'VOUCHER_PACK', voucher, count: 4, claims: 100, claim, perRedemption: 2 },
    { type: 'GRANTED_VOUCHER', voucher, count: 1, perRedemption: 1 },
    { type: 'GRANT', tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 60_000 }, { amountFen: 40_000 }] },
    { type: 'SERVICE', service: 'check-up', units: 2 },
  ];
  it.each(mechanisms)('tells every change of a $type', (mechanism) => {
    const before = parse({ mechanism });
    const changed = [...variants(JSON.parse(JSON.stringify(before.mechanism)) as Json, '.when')];
    for (const [, other] of changed)
      expect(describeDiff(before, { ...before, mechanism: other as typeof before.mechanism })).not.toEqual([]);
  });

  it('says a moved figure as from and to', () => {
    expect(
      diff({ mechanism: { type: 'AMOUNT_OFF', thresholdFen: 12_800, offFen: 2_000, repeat: true, capFen: 4_000 } }),
    ).toEqual([
      { field: 'threshold', kind: 'CHANGED', before: { as: 'FEN', fen: 15_800 }, after: { as: 'FEN', fen: 12_800 } },
    ]);
  });

  it('says a new, a moved and a dropped limit each as what it is', () => {
    const changes = diff({
      limits: [
        { per: 'MEMBER', period: 'DAY', times: 2, share: 'one-of-two' },
        { per: 'MEMBER', period: 'MONTH', times: 4 },
      ],
    });
    expect(changes.map(({ field, kind, after }) => ({ field, kind, after }))).toMatchObject([
      { field: 'limits', kind: 'CHANGED', after: { per: 'MEMBER', period: 'DAY', times: 2 } },
      { field: 'limits', kind: 'ADDED', after: { per: 'MEMBER', period: 'MONTH', times: 4 } },
      { field: 'limits', kind: 'REMOVED', after: null },
    ]);
  });

  it('says places one by one, and everywhere as a place', () => {
    expect(diff({ where: { merchants: ['wal', 'tea'], stores: ['tea-1'] } })).toMatchObject([
      { field: 'merchantCategories', kind: 'REMOVED', before: { id: 'SUPERMARKET' } },
      { field: 'merchants', kind: 'ADDED', after: { id: 'tea' } },
    ]);
    expect(diff({ where: {} }).map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      'merchantCategories REMOVED',
      'merchants REMOVED',
      'stores REMOVED',
      'where ADDED',
    ]);
  });

  it('says a moved bound of the audience as one rule changed, another category as one gone and one come', () => {
    const audience = (age: number, category: string): CampaignDefinitionInput['audience'] => ({
      combinator: 'and',
      rules: [
        { field: 'age', operator: '>=', value: age },
        { field: 'category', operator: 'has', value: category },
      ],
    });
    const changes = diff({ audience: audience(20, 'MIGRANT') }, { audience: audience(18, 'NEW_FORM') });
    expect(changes.map(({ kind }) => kind)).toEqual(['CHANGED', 'ADDED', 'REMOVED']);
  });

  it('says that a campaign is for everybody now', () => {
    const changes = diff({ kind: 'UNIVERSAL', audience: undefined });
    expect(changes.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      'kind CHANGED',
      'audienceJoin REMOVED',
      'audience REMOVED',
      'audience REMOVED',
    ]);
  });

  it('says another mechanism as what goes and what comes', () => {
    const changes = diff({ mechanism: { type: 'PERCENT_OFF', bps: 500 } });
    expect(changes.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      'mechanism CHANGED',
      'threshold REMOVED',
      'off REMOVED',
      'repeat REMOVED',
      'cap REMOVED',
      'percent ADDED',
    ]);
  });

  it('overlooks no field of a mechanism it has no words for', () => {
    const before = parse();
    const after = { ...before, mechanism: { ...before.mechanism, dice: 6 } };
    expect(describeDiff(before, after)).toEqual([
      { field: 'other', kind: 'ADDED', before: null, after: { as: 'TEXT', text: 'dice 6' } },
    ]);
  });
});

describe('a campaign in words', () => {
  it('says everything once', () => {
    const keys = listFacts(parse()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(describeCampaign(parse())).toHaveLength(keys.length);
  });

  it('tells the order in which payers get the fens left over, and two limits of one kind apart', () => {
    const turned = diff({ funding: [...(full.funding ?? [])].toReversed() });
    expect(turned).toMatchObject([{ field: 'fundingFirst', kind: 'CHANGED' }]);
    const twice = diff({
      limits: [
        { per: 'MEMBER', period: 'DAY', times: 1 },
        { per: 'MEMBER', period: 'DAY', times: 2 },
      ],
    });
    expect(twice.filter(({ kind }) => kind === 'ADDED')).toHaveLength(2);
  });

  it('has words for each mechanism of the format', () => {
    const said = (mechanism: object) =>
      listFacts({ ...parse(), mechanism } as ReturnType<typeof parse>)
        .map(({ field }) => field)
        .slice(2)

        .filter((_, at, fields) => at < fields.indexOf('kind'));
    const voucher = { thresholdFen: 5_000, offFen: 2_000 };
    expect(said({ type: 'FIXED_PRICE', item: 'ticket', priceFen: 1_000, thresholdFen: 0 })).toEqual([
      'mechanism',
      'item',
      'price',
      'threshold',
    ]);
    const claim = { from: full.when.from, to: full.when.to };
    expect(said({ type: 'VOUCHER_PACK', voucher, count: 4, claims: 100, claim, perRedemption: 1 })).toEqual([
      'mechanism',
      'voucherThreshold',
      'voucherOff',
      'voucherCount',
      'claims',
      'claimFrom',
      'claimTo',
      'perRedemption',
    ]);
    expect(said({ type: 'GRANT', tiers: [{ category: 'HARDSHIP', amountFen: 1 }, { amountFen: 2 }] })).toEqual([
      'mechanism',
      'tier',
      'tier',
    ]);
    expect(said({ type: 'SERVICE', service: 'check-up', units: 1 })).toEqual(['mechanism', 'service', 'units']);
  });
});
