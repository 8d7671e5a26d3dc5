import { campaignDefinitionSchema } from './campaign.schemas.js';
import { listAudienceReferences, listPublishProblems, type PublishFacts } from './publish.rules.js';

const aDefinition = (changes: Record<string, unknown> = {}) =>
  campaignDefinitionSchema.parse({
    id: 'spring',
    label: '职工卡节日礼遇',
    kind: 'TARGETED',
    owner: 'city',
    mechanism: { type: 'PERCENT_OFF', bps: 500 },
    audience: {
      combinator: 'and',
      rules: [
        { field: 'category', operator: 'has', value: 'HARDSHIP:DEEP' },
        { combinator: 'or', rules: [{ field: 'park', operator: 'in', value: ['park-a', 'park-b'] }] },
      ],
    },
    where: { merchants: ['wal'], stores: ['wal-1'], merchantCategories: ['SUPERMARKET'] },
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
    budget: { from: 'city-2017', totalFen: 1000 },
    ...changes,
  });
const facts = (changes: Partial<PublishFacts> = {}): PublishFacts => ({
  nowMs: Date.parse('2017-01-01T00:00:00+08:00'),
  ownerExists: true,
  merchants: new Set(['wal']),
  stores: new Set(['wal-1']),
  merchantCategories: new Set(['SUPERMARKET']),
  memberCategories: new Set(['HARDSHIP', 'HARDSHIP:DEEP']),
  orgs: new Set(['city']),
  parks: new Set(['park-a', 'park-b']),
  enterprises: new Set(),
  lists: new Set(),
  before: null,
  claims: 0,
  giftFen: 0,
  budgetLine: { freeFen: 1000, isOwners: true, alreadyTakenFen: 0, committedFen: 0 },
  ...changes,
});
const codes = (changes: Partial<PublishFacts>, definition = aDefinition()): string[] =>
  listPublishProblems(definition, facts(changes)).map(({ field, code }) => `${field} ${code}`);

describe('publishing', () => {
  it('is stopped by nothing when all is known and the line holds the budget to the fen', () => {
    expect(codes({})).toEqual([]);
  });

  it('tells every problem at once', () => {
    const nothing = new Set<string>();
    const definition = aDefinition({ label: '困难职工礼遇' });
    const empty = {
      merchants: nothing,
      stores: nothing,
      merchantCategories: nothing,
      parks: nothing,
      memberCategories: nothing,
    };
    const problems = codes(
      { ...empty, nowMs: Date.parse('2017-02-01T00:00:00+08:00'), ownerExists: false, budgetLine: null },
      definition,
    );
    expect(problems).toEqual([
      'label LABEL_TELLS_GROUP',
      'when.to ALREADY_OVER',
      'owner OWNER_UNKNOWN',
      'where.merchants MERCHANT_UNKNOWN',
      'where.stores STORE_UNKNOWN',
      'where.merchantCategories MERCHANT_CATEGORY_UNKNOWN',
      'audience AUDIENCE_UNKNOWN',
      'audience AUDIENCE_UNKNOWN',
      'budget.from BUDGET_LINE_UNKNOWN',
    ]);
  });

  it('takes from a line no more than it has free, counting what this campaign took before', () => {
    const line = { freeFen: 999, isOwners: true, alreadyTakenFen: 0, committedFen: 0 };
    expect(codes({ budgetLine: line })).toEqual(['budget.totalFen LINE_EXHAUSTED']);
    expect(codes({ budgetLine: { ...line, alreadyTakenFen: 1 } })).toEqual([]);
    expect(codes({ budgetLine: { ...line, alreadyTakenFen: 5000, committedFen: 1000 } })).toEqual([]);
    expect(codes({ budgetLine: { ...line, alreadyTakenFen: 5000, committedFen: 1001 } })).toEqual([
      'budget.totalFen BELOW_COMMITTED',
    ]);
    expect(codes({ budgetLine: { ...line, freeFen: 1000, isOwners: false } })).toEqual([
      'budget.from BUDGET_LINE_NOT_OWNERS',
    ]);
  });

  it('needs no line for a campaign merchants pay for', () => {
    expect(codes({ budgetLine: null }, aDefinition({ budget: undefined }))).toEqual([]);
  });

  it('finds references in every depth of the audience', () => {
    expect(listAudienceReferences(aDefinition(), 'park')).toEqual(['park-a', 'park-b']);
    expect(listAudienceReferences(aDefinition({ kind: 'UNIVERSAL', audience: undefined }), 'park')).toEqual([]);
  });
});
