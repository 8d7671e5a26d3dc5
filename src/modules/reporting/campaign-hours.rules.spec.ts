import { type CampaignUse, foldHours, foldStores } from './campaign-hours.rules.js';

const use = (over: Partial<CampaignUse>): CampaignUse => ({
  campaignId: 'spring',
  occurredAt: '2026-11-22T10:00:00+08:00',
  storeId: 'mart-1',
  discountFen: 2_000,
  unionFen: 1_500,
  direction: 1,
  ...over,
});

describe('statistics of campaigns', () => {
  it('add up uses of one hour and keep campaigns apart, in the order of the rows', () => {
    const hours = foldHours([
      use({ occurredAt: '2026-11-22T10:59:59.999+08:00' }),
      use({}),
      use({ campaignId: 'autumn', discountFen: 1, unionFen: 0 }),
    ]);
    expect(hours).toEqual([
      { campaignId: 'autumn', dayOn: '2026-11-22', hour: 10, uses: 1, reversals: 0, discountFen: 1, unionFen: 0 },
      {
        campaignId: 'spring',
        dayOn: '2026-11-22',
        hour: 10,
        uses: 2,
        reversals: 0,
        discountFen: 4_000,
        unionFen: 3_000,
      },
    ]);
  });

  it('count a reversal in its own hour, so that closed days stay as reported', () => {
    const hours = foldHours([use({}), use({ occurredAt: '2026-11-23T00:00:00+08:00', direction: -1 })]);
    expect(hours).toEqual([
      {
        campaignId: 'spring',
        dayOn: '2026-11-22',
        hour: 10,
        uses: 1,
        reversals: 0,
        discountFen: 2_000,
        unionFen: 1_500,
      },
      {
        campaignId: 'spring',
        dayOn: '2026-11-23',
        hour: 0,
        uses: 0,
        reversals: 1,
        discountFen: -2_000,
        unionFen: -1_500,
      },
    ]);
  });

  it('begin the day at midnight in Shanghai, leap days and year ends included (F23)', () => {
    const dayOf = (occurredAt: string) => foldHours([use({ occurredAt })]).map(({ dayOn, hour }) => `${dayOn} ${hour}`);
    expect(dayOf('2026-12-31T15:59:59.999Z')).toEqual(['2026-12-31 23']);
    expect(dayOf('2026-12-31T16:00:00Z')).toEqual(['2027-01-01 0']);
    expect(dayOf('2028-02-28T16:00:00Z')).toEqual(['2028-02-29 0']);
  });
});

describe('where campaigns are used', () => {
  it('counts uses by store, less what came back whole', () => {
    const uses = [
      use({}),
      use({}),
      use({ storeId: 'mart-2' }),
      use({ direction: -1 }),
      use({ direction: -1, gone: false }),
      use({ storeId: 'mart-2', direction: -1 }),
    ];
    expect(foldStores(uses)).toEqual([{ campaignId: 'spring', storeId: 'mart-1', uses: 1 }]);
  });
});
