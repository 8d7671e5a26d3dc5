import type { CampaignDefinition, Mechanism } from '../campaigns/campaign.schemas.js';
import { compileSchedule, type HolidayTable } from '../campaigns/schedule.rules.js';
import { exampleBaskets, firstClosing, firstOpening } from './example-baskets.rules.js';

const noHolidays: HolidayTable = () => null;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const aWhen = (given: Partial<CampaignDefinition['when']> = {}): CampaignDefinition['when'] => ({
  from: '2017-01-02T00:00:00+08:00',
  to: '2017-12-31T00:00:00+08:00',
  weekdays: [],
  hours: [],
  exceptDates: [],
  onlyDates: [],
  dayKinds: [],
  ...given,
});
const amounts = (mechanism: Mechanism) =>
  exampleBaskets({ id: 'weekend', mechanism }, 0, null).map(({ kind, request }) => [kind, request.amountFen]);

describe('when an example is rung up', () => {
  it('is the first instant the campaign is open, however far', () => {
    const saturdays = compileSchedule(aWhen({ weekdays: [6], hours: ['09:00-21:00'] }));
    expect(firstOpening(saturdays, at('2017-01-02T00:00:00'), noHolidays)).toBe(at('2017-01-07T09:00:00'));
    const oneDay = compileSchedule(aWhen({ onlyDates: ['2017-05-01'] }));
    expect(firstOpening(oneDay, at('2017-01-02T00:00:00'), noHolidays)).toBe(at('2017-05-01T00:00:00'));
    const never = compileSchedule(aWhen({ onlyDates: ['2018-05-01'] }));
    expect(firstOpening(never, at('2017-01-02T00:00:00'), noHolidays)).toBeNull();
  });

  it('is outside the hours for the one that shows the refusal, where there is an outside', () => {
    const days = compileSchedule(aWhen({ hours: ['09:00-21:00'] }));
    expect(firstClosing(days, at('2017-01-02T09:00:00'), noHolidays)).toBe(at('2017-01-02T21:00:00'));
    expect(firstClosing(compileSchedule(aWhen()), at('2017-01-02T09:00:00'), noHolidays)).toBeNull();
  });
});

describe('the baskets of an example', () => {
  it('stand below, at and above a minimum', () => {
    expect(amounts({ type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 })).toEqual([
      ['BELOW', 15_150],
      ['AT', 15_800],
      ['ABOVE', 31_600],
    ]);
    expect(amounts({ type: 'AMOUNT_OFF', thresholdFen: 300, offFen: 100 })[0]).toEqual(['BELOW', 1]);
  });

  it('reach the cap of a percentage', () => {
    // 5 % of 600.00 yuan are 30.00: twice that is surely cut.
    expect(amounts({ type: 'PERCENT_OFF', bps: 500, capFen: 3_000 })).toEqual([['ABOVE', 120_000]]);
  });

  it('use as many vouchers at once as allowed', () => {
    const voucher = { thresholdFen: 5_000, offFen: 1_000 };
    expect(amounts({ type: 'GRANTED_VOUCHER', voucher, count: 4, perRedemption: 3 }).at(-1)).toEqual(['ABOVE', 15_000]);
  });

  it('come with the item and without it', () => {
    expect(
      exampleBaskets(
        { id: 'x', mechanism: { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000, thresholdFen: 2_000 } },
        0,
        null,
      ),
    ).toEqual([
      { kind: 'BELOW', request: { amountFen: 1_350, items: [{ item: '电影票', amountFen: 1_350 }] }, atMs: 0 },
      { kind: 'WITHOUT_ITEM', request: { amountFen: 4_000 }, atMs: 0 },
      { kind: 'WITH_ITEM', request: { amountFen: 4_000, items: [{ item: '电影票', amountFen: 4_000 }] }, atMs: 0 },
    ]);
  });

  it('spend a part of a balance, and more than there is', () => {
    expect(amounts({ type: 'GRANT', tiers: [{ amountFen: 20_000 }] })).toEqual([
      ['PART', 10_000],
      ['ABOVE', 22_000],
    ]);
  });

  it('name a service, and repeat the best one outside the hours', () => {
    const service = { id: 'check', mechanism: { type: 'SERVICE' as const, service: '体检', units: 1 } };
    expect(exampleBaskets(service, 1, 2)).toEqual([
      { kind: 'SERVICE', request: { amountFen: 0, benefit: 'check' }, atMs: 1 },
      { kind: 'OUTSIDE', request: { amountFen: 0, benefit: 'check' }, atMs: 2 },
    ]);
  });

  it('never exceed the largest amount there is', () => {
    expect(amounts({ type: 'AMOUNT_OFF', thresholdFen: 1_000_000_000_000, offFen: 1 }).at(-1)).toEqual([
      'ABOVE',
      1_000_000_000_000,
    ]);
  });
});
