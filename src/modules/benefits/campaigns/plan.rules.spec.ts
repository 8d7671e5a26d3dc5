import { type CampaignDefinitionInput, campaignDefinitionSchema, type DayKind } from './campaign.schemas.js';
import { isEverOpen, listPlanProblems, mayMeet, type PlanFacts, type Rival, severityOf } from './plan.rules.js';

type When = Partial<CampaignDefinitionInput['when']>;

const aPlan = (when: When = {}) =>
  campaignDefinitionSchema.parse({
    id: 'spring',
    label: '节日礼遇',
    kind: 'UNIVERSAL',
    owner: 'city',
    mechanism: { type: 'PERCENT_OFF', bps: 500 },
    // Sunday 1 January 2017 to Tuesday 31 January 2017.
    when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', ...when },
  });
const table =
  (days: Readonly<Record<string, DayKind>> = {}) =>
  (dateOn: string) =>
    days[dateOn] ?? null;
const facts = (given: Partial<PlanFacts> = {}): PlanFacts => ({
  nowMs: Date.parse('2016-12-20T00:00:00+08:00'),
  holidays: table(),
  yearsKnown: new Set([2016, 2017]),
  rivals: [],
  ...given,
});
const aRival = (when: When = {}): Rival => ({ id: 'other', label: '另一个', when: aPlan(when).when });
const codes = (when: When, given: Partial<PlanFacts> = {}): string[] =>
  listPlanProblems(aPlan(when), facts(given)).map(({ field, code }) => `${field} ${code}`);

describe('the plan of a campaign', () => {
  it('is not odd when it simply runs', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ weekdays: [6, 7], hours: ['09:00-21:00'], exceptDates: ['2017-01-28'] })).toEqual([]);
  });

  it('names days outside the period, which change nothing', () => {
    expect(codes({ exceptDates: ['2016-12-31', '2017-01-01', '2017-01-31'] })).toEqual([
      'when.exceptDates DATES_OUTSIDE_PERIOD',
    ]);
    expect(codes({ onlyDates: ['2017-01-31', '2017-02-01'] })).toEqual(['when.onlyDates DATES_OUTSIDE_PERIOD']);
    const [problem] = listPlanProblems(aPlan({ exceptDates: ['2018-01-02', '2018-01-01'] }), facts());
    expect(problem?.values).toEqual({ dates: '2018-01-01, 2018-01-02' });
  });

  it('never opens when weekdays, hours, dates and kinds of day cannot agree', () => {
    expect(codes({ onlyDates: ['2017-01-02'], exceptDates: ['2017-01-02'] })).toEqual(['when NEVER_OPEN']);
    expect(codes({ onlyDates: ['2017-01-02'], weekdays: [7] })).toEqual(['when NEVER_OPEN']);
    expect(codes({ weekdays: [6, 7], dayKinds: ['WORKDAY'] })).toEqual(['when NEVER_OPEN']);
    expect(codes({ onlyDates: ['2018-01-01'] })).toEqual(['when.onlyDates DATES_OUTSIDE_PERIOD', 'when NEVER_OPEN']);
  });

  it('opens on a Saturday that is made a workday', () => {
    const holidays = table({ '2017-01-21': 'WORKDAY' });
    expect(codes({ weekdays: [6, 7], dayKinds: ['WORKDAY'] }, { holidays })).toEqual([]);
  });

  it('is judged to the minute at both ends', () => {
    const day = { from: '2017-01-02T10:00:00+08:00', to: '2017-01-02T12:00:00+08:00' };
    const isOpen = (hours: string) => isEverOpen(aPlan({ ...day, hours: [hours] }).when, table());
    expect(isOpen('12:00-13:00')).toBe(false);
    expect(isOpen('11:59-13:00')).toBe(true);
    expect(isOpen('08:00-10:00')).toBe(false);
    expect(isOpen('08:00-10:01')).toBe(true);
    expect(isOpen('22:00-10:01')).toBe(true);
  });

  it('is looked at in time, however long it runs and however many dates it names', () => {
    const long = { from: '2017-01-01T00:00:00+08:00', to: '9999-01-01T00:00:00+08:00' };
    const sundays = Array.from({ length: 2_000 }, (_, week) =>
      new Date(Date.UTC(2017, 0, 1) + week * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    expect(isEverOpen(aPlan({ ...long, weekdays: [1], onlyDates: sundays }).when, table())).toBe(false);
    expect(isEverOpen(aPlan({ ...long, weekdays: [6], dayKinds: ['WORKDAY'] }).when, table())).toBe(false);
    expect(isEverOpen(aPlan({ ...long, onlyDates: ['8000-01-01'] }).when, table())).toBe(true);
  });

  it('asks for the holidays of every year it still runs in, but only if it asks for kinds of day', () => {
    const when: When = { to: '2019-01-01T00:00:00+08:00', dayKinds: ['HOLIDAY', 'WORKDAY'] };
    const [problem] = listPlanProblems(aPlan(when), facts());
    expect(problem).toMatchObject({ code: 'HOLIDAYS_MISSING', values: { years: '2018' } });
    expect(codes({ ...when, dayKinds: [] })).toEqual([]);
    // A holiday may still be entered, so it cannot be said that it never opens.
    expect(codes({ dayKinds: ['HOLIDAY'] })).toEqual(['when NEVER_OPEN']);
    expect(codes({ dayKinds: ['HOLIDAY'] }, { yearsKnown: new Set() })).toEqual(['when.dayKinds HOLIDAYS_MISSING']);
    expect(codes(when, { nowMs: Date.parse('2018-06-01T00:00:00+08:00'), yearsKnown: new Set([2018]) })).toEqual([]);
  });

  it('tells which others give the same at the same time', () => {
    expect(listPlanProblems(aPlan(), facts({ rivals: [aRival()] }))).toMatchObject([
      { code: 'OVERLAPS', values: { id: 'other', label: '另一个' } },
    ]);
    expect(codes({ weekdays: [1] }, { rivals: [aRival({ weekdays: [2] })] })).toEqual([]);
  });

  it.each([
    ['one ends as the other begins', { to: '2017-01-15T00:00:00+08:00' }, { from: '2017-01-15T00:00:00+08:00' }],
    ['hours follow each other', { hours: ['08:00-12:00'] }, { hours: ['12:00-20:00'] }],
    ['kinds of day differ', { dayKinds: ['HOLIDAY' as const] }, { dayKinds: ['WORKDAY' as const] }],
    ['dates differ', { onlyDates: ['2017-01-02'] }, { onlyDates: ['2017-01-03'] }],
  ])('does not meet another when %s', (_why, some: When, other: When) => {
    expect(mayMeet(aPlan(some).when, aPlan(other).when)).toBe(false);
    expect(mayMeet(aPlan(some).when, aPlan(some).when)).toBe(true);
    expect(mayMeet(aPlan(some).when, aPlan().when)).toBe(true);
  });

  it('is stopped by what can never be right, and only warned of what may be meant', () => {
    expect(severityOf('LINE_EXHAUSTED')).toBe('ERROR');
    expect(['NEVER_OPEN', 'DATES_OUTSIDE_PERIOD', 'HOLIDAYS_MISSING', 'OVERLAPS'].map(severityOf)).toEqual(
      Array.from({ length: 4 }, () => 'WARNING'),
    );
  });
});
