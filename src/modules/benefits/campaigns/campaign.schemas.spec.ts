import { z } from 'zod';
import { campaignDefinitionSchema } from './campaign.schemas.js';

const written = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'weekend-supermarket',
  label: '职工卡周末满减',
  kind: 'UNIVERSAL',
  owner: 'city',
  mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15800, offFen: 2000 },
  when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
  ...changes,
});

const group = (...rules: unknown[]) => ({ combinator: 'and', rules });
const targeted = (...rules: unknown[]) => written({ kind: 'TARGETED', audience: group(...rules) });

/** Every complaint as `path: message`; empty when the campaign is accepted. */
function complaints(campaign: unknown): string[] {
  const parsed = campaignDefinitionSchema.safeParse(campaign);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('a campaign as written', () => {
  it('gets every default filled in', () => {
    expect(campaignDefinitionSchema.parse(written())).toEqual({
      ...written(),
      where: { merchants: [], stores: [], merchantCategories: [] },
      when: {
        from: '2017-01-01T00:00:00+08:00',
        to: '2017-02-01T00:00:00+08:00',
        weekdays: [],
        hours: [],
        exceptDates: [],
        onlyDates: [],
        dayKinds: [],
      },
      limits: [],
      funding: [{ payer: 'MERCHANT', bps: 10000 }],
      stacking: { group: 'default', exclusive: false, priority: 100 },
      reversal: { untilDays: 7, restoresUse: true },
      offlineClass: 'O0',
    });
  });

  it('is paid by the union when there is a budget and nothing is said about funding', () => {
    const parsed = campaignDefinitionSchema.parse(written({ budget: { from: 'city-2017', totalFen: 2000000 } }));
    expect(parsed.funding).toEqual([{ payer: 'UNION', bps: 10000 }]);
  });

  it('is the same after being saved and parsed again', () => {
    const once = campaignDefinitionSchema.parse(written({ budget: { from: 'a', totalFen: 1 } }));
    expect(campaignDefinitionSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it('can be described as a JSON schema, for the API and for its answers', () => {
    expect(() => z.toJSONSchema(campaignDefinitionSchema, { io: 'input' })).not.toThrow();
    expect(() => z.toJSONSchema(campaignDefinitionSchema, { io: 'output' })).not.toThrow();
  });

  it.each([
    ['a field nobody knows', { colour: 'red' }, ': Unknown field "colour": remove it or correct its name'],
    [
      'an unknown field deeper down',
      { stacking: { group: 'a', prio: 1 } },
      'stacking: Unknown field "prio": remove it or correct its name',
    ],
    [
      'a tier for everyone left before another',
      { mechanism: { type: 'GRANT', tiers: [{ amountFen: 1 }, { category: 'HARDSHIP', amountFen: 2 }] } },
      'mechanism.tiers: A tier without "category" is for everyone left, so it comes last and once',
    ],
    [
      'a mechanism nobody knows',
      { mechanism: { type: 'LOTTERY' } },
      'mechanism.type: Unknown mechanism type; use one of PERCENT_OFF, AMOUNT_OFF, FIXED_PRICE, VOUCHER_PACK, GRANTED_VOUCHER, GRANT, SERVICE',
    ],
    [
      'a repeated amount off without a threshold',
      { mechanism: { type: 'AMOUNT_OFF', thresholdFen: 0, offFen: 1, repeat: true } },
      'mechanism.thresholdFen: A repeated amount off needs a threshold of at least 1 fen',
    ],
    [
      'an audience of a campaign for everyone',
      { audience: group() },
      'audience: A UNIVERSAL campaign is for everyone: remove "audience" or use TARGETED',
    ],
    [
      'no audience of a targeted one',
      { kind: 'TARGETED' },
      'audience: A TARGETED campaign names its audience: add "audience"',
    ],
    [
      'an end that is not after its beginning',
      { when: { from: '2017-01-01T00:00:00+08:00', to: '2016-12-31T16:00:00Z' } },
      'when.to: "to" must be after "from"',
    ],
    [
      'a day that does not exist',
      { when: { from: '2017-02-29T00:00:00+08:00', to: '2018-01-01T00:00:00+08:00' } },
      'when.from: Write an instant such as 2017-01-01T00:00:00+08:00',
    ],
    [
      'both ways to count in one limit',
      { limits: [{ per: 'MEMBER', period: 'DAY', times: 1, amountFen: 1 }] },
      'limits.0.times: A limit counts either "times" or "amountFen": give exactly one; write two limits to have both',
    ],
    [
      'a partial count of times',
      { limits: [{ per: 'MEMBER', period: 'DAY', times: 1, partial: true }] },
      'limits.0.partial: "partial" cuts money, so it needs "amountFen"',
    ],
    [
      'shares that do not close',
      { funding: [{ payer: 'MERCHANT', bps: 9999 }] },
      'funding: Shares add up to 10000, these to 9999',
    ],
    [
      'a payer named twice',
      {
        funding: [
          { payer: 'MERCHANT', bps: 4000 },
          { payer: 'MERCHANT', bps: 6000 },
        ],
      },
      'funding: Each payer once: join the repeated ones',
    ],
    [
      'union money without a budget',
      { funding: [{ payer: 'UNION', bps: 10000 }] },
      'budget: A UNION share is paid from a budget: add "budget"',
    ],
  ])('is refused with %s', (_what, changes, complaint) => {
    expect(complaints(written(changes))).toEqual([complaint]);
  });

  it.each([0, -1, 1.5, 1e21, '100', 2 ** 53, null, 1_000_000_000_001])('is refused with %p fen off', (offFen) => {
    expect(complaints(written({ mechanism: { type: 'AMOUNT_OFF', thresholdFen: 0, offFen } }))).not.toEqual([]);
  });

  it.each(['', ' 满减', '满减\n', 'x'.repeat(41)])('is refused with the label %j', (label) => {
    expect(complaints(written({ label }))).not.toEqual([]);
  });

  it.each([
    ['00:00-24:00', true],
    ['22:00-02:00', true],
    ['09:00-21:00', true],
    ['9:00-21:00', false],
    ['24:00-01:00', false],
    ['09:00-24:01', false],
    ['09:00-09:00', false],
    ['09:60-10:00', false],
  ])('takes the hours %s: %p', (hours, accepted) => {
    const when = { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', hours: [hours] };
    expect(complaints(written({ when })).length === 0).toBe(accepted);
  });
});

describe('an audience as written', () => {
  it.each([
    { field: 'category', operator: 'has', value: 'HARDSHIP' },
    { field: 'category', operator: 'hasNot', value: 'HARDSHIP:DEEP' },
    { field: 'org', operator: 'within', value: 'park-a' },
    { field: 'org', operator: 'notWithin', value: 'u1' },
    { field: 'tier', operator: 'in', value: ['NATIONAL', 'MUNICIPAL'] },
    { field: 'industry', operator: '!=', value: '纺织' },
    { field: 'gender', operator: '=', value: 'F' },
    { field: 'age', operator: 'between', value: [18, 35] },
    { field: 'age', operator: '>=', value: 0 },
    { field: 'birthdayMonth', operator: '=', value: 'THIS' },
    { field: 'list', operator: 'in', value: 'first-500' },
    { combinator: 'or', not: true, rules: [] },
  ])('may ask %j', (rule) => {
    expect(complaints(targeted(rule))).toEqual([]);
  });

  it.each([
    [{ field: 'salary', operator: '<', value: 1 }, 'field: Unknown field; use one of category, org, park'],
    [{ field: 'category', operator: '=', value: 'HARDSHIP' }, 'Field "category" takes has, hasNot'],
    [{ field: 'age', operator: '>=', value: '18' }, 'Give 18'],
    [{ field: 'age', operator: 'between', value: [35, 18] }, 'Give two whole numbers, the smaller first'],
    [{ field: 'age', operator: 'between', value: 18 }, 'Give two whole numbers, the smaller first'],
    [{ field: 'gender', operator: 'in', value: [] }, 'Give a list such as [F or M]'],
    [{ field: 'gender', operator: '=', value: 'X' }, 'Give F or M'],
    [{ field: 'birthdayMonth', operator: '=', value: 'NEXT' }, 'Give THIS'],
    [{ field: 'age', operator: '>', value: 18, id: 'x' }, 'Unknown field "id"'],
    [{ combinator: 'xor', rules: [] }, 'Join the rules with "and" or "or"'],
    [{ combinator: 'and', rules: [{ field: 'age', operator: 'has', value: 1 }] }, 'Field "age" takes'],
  ])('must not ask %j', (rule, complaint) => {
    const [first, ...more] = complaints(targeted(rule));
    expect(more).toEqual([]);
    expect(first).toMatch(/^audience\.rules\.0/);
    expect(first).toContain(complaint);
  });

  it('nests five groups deep and not six, and a hostile nesting is refused like any other', () => {
    const nested = (depth: number): unknown => (depth === 1 ? group() : group(nested(depth - 1)));
    const ofDepth = (depth: number) => written({ kind: 'TARGETED', audience: nested(depth) });
    expect(complaints(ofDepth(5))).toEqual([]);
    expect(complaints(ofDepth(6)).join()).toContain('Groups nest at most 5 deep');
    expect(complaints(ofDepth(3000)).join()).toContain('Groups nest at most 5 deep');
  });

  it('has at most a hundred rules in all', () => {
    const rule = { field: 'age', operator: '>', value: 1 };
    const many = (count: number): unknown[] => Array.from({ length: count }, () => rule);
    expect(complaints(targeted(...many(49), group(...many(50))))).toEqual([]);
    expect(complaints(targeted(...many(50), group(...many(50)))).join()).toContain('at most 100 rules');
  });
});
