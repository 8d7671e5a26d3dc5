import {
  campaignDefinitionSchema,
  type CampaignDefinitionInput,
} from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { blankMechanism, draftOf, emptyDraft, filledUp, listAt, valueAt, withValue } from './draft.js';

const EVERYTHING: CampaignDefinitionInput = {
  id: 'weekend',
  label: '职工卡周末满减',
  kind: 'TARGETED',
  owner: 'city',
  mechanism: { type: 'GRANT', tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 50_000 }, { amountFen: 20_000 }] },
  audience: { combinator: 'or', not: true, rules: [{ field: 'age', operator: 'between', value: [18, 35] }] },
  where: { merchants: ['wal'], stores: ['tea-1'], merchantCategories: ['PHARMACY'] },
  when: {
    from: '2017-01-01T00:00:00+08:00',
    to: '2017-02-01T00:00:30+08:00',
    weekdays: [6, 7],
    hours: ['09:00-12:00', '22:00-02:00'],
    exceptDates: ['2017-01-28'],
    onlyDates: [],
    dayKinds: ['RESTDAY'],
  },
  limits: [{ per: 'MEMBER', period: 'MONTH', amountFen: 10_000, partial: true, share: 'one-of-two' }],
  budget: { from: 'city-2017', totalFen: 2_000_000 },
  funding: [
    { payer: 'MERCHANT', bps: 3_333 },
    { payer: 'UNION', bps: 6_667 },
  ],
  stacking: { group: 'gifts', exclusive: true, priority: 7 },
  reversal: { untilDays: 30, restoresUse: false },
  offlineClass: 'O1',
};

describe('the draft of a campaign', () => {
  it('loses nothing of a definition it did not write, whatever else is changed', () => {
    const opened = draftOf(EVERYTHING);
    expect(opened).toEqual(EVERYTHING);
    const changed = withValue(withValue(opened, 'mechanism.tiers.1.amountFen', 30_000), 'label', '新的名称');
    expect(changed).toEqual({
      ...EVERYTHING,
      label: '新的名称',
      mechanism: { type: 'GRANT', tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 50_000 }, { amountFen: 30_000 }] },
    });
    expect(opened).toEqual(EVERYTHING);
  });

  it('reads and changes by path, and takes away what is undefined', () => {
    const draft = draftOf(EVERYTHING);
    expect(valueAt(draft, 'limits.0.share')).toBe('one-of-two');
    expect(valueAt(draft, 'limits.3.share')).toBeUndefined();
    expect(valueAt(withValue(draft, 'limits.0.share', undefined), 'limits')).toEqual([
      { per: 'MEMBER', period: 'MONTH', amountFen: 10_000, partial: true },
    ]);
    expect(listAt(withValue(draft, 'when.hours.0', undefined), 'when.hours')).toEqual(['22:00-02:00']);
    expect(valueAt(withValue({}, 'voucher.offFen', 5), 'voucher')).toEqual({ offFen: 5 });
    expect(withValue(draft, 'budget', undefined)).not.toHaveProperty('budget');
  });

  it('begins tomorrow at midnight in Shanghai, with an id the schema takes', () => {
    const draft = emptyDraft(Date.parse('2026-11-25T23:30:00+08:00'));
    expect(valueAt(draft, 'when')).toEqual({ from: '2026-11-26T00:00:00+08:00', to: '2026-12-26T00:00:00+08:00' });
    expect(valueAt(draft, 'id')).toMatch(/^c20261125-[0-9a-z]+$/);
  });

  it.each([
    ['PERCENT_OFF', { bps: 500 }],
    ['AMOUNT_OFF', { thresholdFen: 0, offFen: 500 }],
    ['FIXED_PRICE', { item: '电影票', priceFen: 1_000 }],
    ['VOUCHER_PACK', { voucher: { thresholdFen: 0, offFen: 100 }, claims: 10 }],
    ['GRANTED_VOUCHER', { voucher: { thresholdFen: 0, offFen: 100 } }],
    ['GRANT', { tiers: [{ amountFen: 100 }] }],
    ['SERVICE', { service: '体检' }],
  ])('needs of %s only what nobody can guess', (type, given) => {
    const draft = emptyDraft(Date.parse('2026-11-25T12:00:00+08:00'));
    const mechanism = { ...blankMechanism(type, draft), ...given };
    const { draft: filled, invented } = filledUp(
      { ...draft, mechanism },
      { owner: 'city', label: '活动', unionPays: false },
    );
    expect([...invented]).toEqual(['label', 'owner']);
    expect(campaignDefinitionSchema.safeParse(filled).error?.issues).toBeUndefined();
  });

  it('takes the union to pay until somebody says who does, and any budget for enough', () => {
    const fill = (draft: object, unionPays = true) =>
      filledUp({ ...draft }, { owner: 'city', label: '活动', unionPays });
    expect([...fill({}).invented]).toEqual(['label', 'owner', 'budget.from', 'budget.totalFen']);
    expect([...fill({}, false).invented]).toEqual(['label', 'owner']);
    expect([...fill({ label: '名称', owner: 'u1', budget: { from: 'city-2017' } }).invented]).toEqual([
      'budget.totalFen',
    ]);
    expect([...fill({ label: '名称', owner: 'u1', budget: { from: 'city-2017', totalFen: 0 } }).invented]).toEqual([]);
    expect([...fill({ label: '名称', owner: 'u1', funding: [] }).invented]).toEqual([]);
  });
});
