import { momentAt } from '../eligibility/moment.rules.js';
import type { CampaignWhen, DayKind } from './campaign.schemas.js';
import { compileSchedule, dayKindOf, isInPeriod, isOpen, nextOpening } from './schedule.rules.js';

const times = (changes: Partial<CampaignWhen> = {}) =>
  compileSchedule({
    from: '2017-01-01T00:00:00+08:00',
    to: '2017-02-01T00:00:00+08:00',
    weekdays: [],
    hours: [],
    exceptDates: [],
    onlyDates: [],
    dayKinds: [],
    ...changes,
  });
const at = (text: string): number => Date.parse(`${text}+08:00`);
const table = new Map<string, DayKind>([
  ['2017-01-28', 'HOLIDAY'],
  ['2017-01-22', 'WORKDAY'],
]);
const holidays = (dateOn: string): DayKind | null => table.get(dateOn) ?? null;
const openAt = (changes: Partial<CampaignWhen>, text: string): boolean =>
  isOpen(times(changes), momentAt(at(text)), holidays);

describe('the times of a campaign', () => {
  it('run from its first millisecond to before its last', () => {
    expect(isInPeriod(times(), at('2017-01-01T00:00:00'))).toBe(true);
    expect(isInPeriod(times(), at('2017-01-01T00:00:00') - 1)).toBe(false);
    expect(isInPeriod(times(), at('2017-02-01T00:00:00') - 1)).toBe(true);
    expect(isInPeriod(times(), at('2017-02-01T00:00:00'))).toBe(false);
  });

  it.each([
    ['09:00-21:00', '2017-01-21T08:59:59.999', false],
    ['09:00-21:00', '2017-01-21T09:00:00', true],
    ['09:00-21:00', '2017-01-21T20:59:59.999', true],
    ['09:00-21:00', '2017-01-21T21:00:00', false],
    ['20:00-24:00', '2017-01-21T23:59:59.999', true],
    ['20:00-24:00', '2017-01-22T00:00:00', false],
    ['22:00-00:00', '2017-01-21T23:59:00', true],
    ['22:00-00:00', '2017-01-22T00:00:00', false],
    ['22:00-02:00', '2017-01-21T22:00:00', true],
    ['22:00-02:00', '2017-01-22T01:59:59.999', true],
    ['22:00-02:00', '2017-01-22T02:00:00', false],
    ['22:00-02:00', '2017-01-21T21:59:59.999', false],
  ])('with the hours %s at %s: %p', (hours, text, open) => {
    expect(openAt({ hours: [hours] }, text)).toBe(open);
  });

  it('judge the tail of a night by the day it falls on', () => {
    const saturdayNight = { weekdays: [6], hours: ['22:00-02:00'] };
    expect(openAt(saturdayNight, '2017-01-21T23:00:00')).toBe(true);
    expect(openAt(saturdayNight, '2017-01-22T01:00:00')).toBe(false);
    expect(openAt(saturdayNight, '2017-01-21T01:00:00')).toBe(true);
  });

  it('need weekday, date and kind of day to agree', () => {
    expect(openAt({ weekdays: [6, 7] }, '2017-01-21T10:00:00')).toBe(true);
    expect(openAt({ weekdays: [6, 7] }, '2017-01-23T00:00:00')).toBe(false);
    expect(openAt({ weekdays: [6], exceptDates: ['2017-01-28'] }, '2017-01-28T10:00:00')).toBe(false);
    expect(openAt({ onlyDates: ['2017-01-28'] }, '2017-01-28T10:00:00')).toBe(true);
    expect(openAt({ onlyDates: ['2017-01-28'] }, '2017-01-29T00:00:00')).toBe(false);
    expect(openAt({ onlyDates: ['2017-01-28'], weekdays: [1] }, '2017-01-28T10:00:00')).toBe(false);
    expect(openAt({ dayKinds: ['HOLIDAY'] }, '2017-01-28T10:00:00')).toBe(true);
    expect(openAt({ dayKinds: ['RESTDAY'] }, '2017-01-28T10:00:00')).toBe(false);
  });

  it('call Monday to Friday a workday unless the holiday table says otherwise', () => {
    expect(dayKindOf({ dateOn: '2017-01-20', weekday: 5 }, holidays)).toBe('WORKDAY');
    expect(dayKindOf({ dateOn: '2017-01-21', weekday: 6 }, holidays)).toBe('RESTDAY');
    expect(dayKindOf({ dateOn: '2017-01-22', weekday: 7 }, holidays)).toBe('WORKDAY');
  });

  it.each([
    ['later the same day', { hours: ['09:00-10:00', '18:00-20:00'] }, '2017-01-21T12:00:00', '2017-01-21T18:00:00'],
    ['the next open day', { weekdays: [6, 7], hours: ['09:00-10:00'] }, '2017-01-23T12:00:00', '2017-01-28T09:00:00'],
    ['the first day', {}, '2016-12-25T12:00:00', '2017-01-01T00:00:00'],
    ['the first day inside its hours', { hours: ['09:00-10:00'] }, '2016-12-25T12:00:00', '2017-01-01T09:00:00'],
  ])('open next %s', (_what, changes, now, opens) => {
    expect(nextOpening(times(changes), at(now), holidays)).toBe(at(opens));
  });

  it('open no more when the end comes first, or when a month passes without', () => {
    expect(nextOpening(times({ weekdays: [3] }), at('2017-01-26T12:00:00'), holidays)).toBeNull();
    const yearly = times({ to: '2018-01-01T00:00:00+08:00', onlyDates: ['2017-05-01'] });
    expect(nextOpening(yearly, at('2017-01-26T12:00:00'), holidays)).toBeNull();
  });
});
