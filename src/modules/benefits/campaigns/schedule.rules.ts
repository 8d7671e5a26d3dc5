import { DAY_MS, SHANGHAI_OFFSET_MS, shanghaiParts, startOfShanghaiDay } from '../../../shared/time.js';
import type { CampaignWhen, DayKind } from './campaign.schemas.js';

/** The kind of a local day by the officers' holiday table; null where the table has no entry. */
export type HolidayTable = (dateOn: string) => DayKind | null;

interface DayTime {
  readonly dateOn: string;
  readonly weekday: number;
  readonly minuteOfDay: number;
}

export interface Schedule {
  readonly fromMs: number;
  readonly toMs: number;
  /** Minute ranges [a, b) of one local day; a range over midnight has become two. */
  readonly minutes: readonly (readonly [number, number])[];
  readonly weekdays: ReadonlySet<number>;
  readonly exceptDates: ReadonlySet<string>;
  readonly onlyDates: ReadonlySet<string>;
  readonly dayKinds: ReadonlySet<DayKind>;
}

const MINUTES_A_DAY = 1_440;
const MINUTE_MS = 60_000;
/** How far ahead an opening is looked for; farther is no help at a till. */
const LOOK_AHEAD_DAYS = 31;

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

// The tail of 22:00-02:00 is judged by the day it falls on, so it is simply the early hours of every open day.
function minuteRanges(hours: string): [number, number][] {
  const [from, to] = [minuteOf(hours.slice(0, 5)), minuteOf(hours.slice(6))];
  if (from < to) return [[from, to]];
  return to === 0
    ? [[from, MINUTES_A_DAY]]
    : [
        [from, MINUTES_A_DAY],
        [0, to],
      ];
}

/** Reads the times of a campaign once, so that asking is only comparing. */
export function compileSchedule(when: CampaignWhen): Schedule {
  return {
    fromMs: Date.parse(when.from),
    toMs: Date.parse(when.to),
    minutes: when.hours.flatMap(minuteRanges).sort((a, b) => a[0] - b[0]),
    weekdays: new Set(when.weekdays),
    exceptDates: new Set(when.exceptDates),
    onlyDates: new Set(when.onlyDates),
    dayKinds: new Set(when.dayKinds),
  };
}

/** From `from` on and before `to`. */
export function isInPeriod(schedule: Schedule, nowMs: number): boolean {
  return schedule.fromMs <= nowMs && nowMs < schedule.toMs;
}

/** The kind of a day; without an entry in the table Monday to Friday is a WORKDAY, else a RESTDAY. */
export function dayKindOf(day: Pick<DayTime, 'dateOn' | 'weekday'>, holidays: HolidayTable): DayKind {
  return holidays(day.dateOn) ?? (day.weekday <= 5 ? 'WORKDAY' : 'RESTDAY');
}

const isOpenDay = (schedule: Schedule, day: Pick<DayTime, 'dateOn' | 'weekday'>, holidays: HolidayTable): boolean =>
  (schedule.weekdays.size === 0 || schedule.weekdays.has(day.weekday)) &&
  !schedule.exceptDates.has(day.dateOn) &&
  (schedule.onlyDates.size === 0 || schedule.onlyDates.has(day.dateOn)) &&
  (schedule.dayKinds.size === 0 || schedule.dayKinds.has(dayKindOf(day, holidays)));

/** Whether weekday, date, kind of day and hour all agree at a local time. */
export function isOpen(schedule: Schedule, at: DayTime, holidays: HolidayTable): boolean {
  const isOpenMinute =
    schedule.minutes.length === 0 ||
    schedule.minutes.some(([from, to]) => from <= at.minuteOfDay && at.minuteOfDay < to);
  return isOpenMinute && isOpenDay(schedule, at, holidays);
}

/** The next instant after `nowMs` at which the campaign is open; null if there is none within a month. */
export function nextOpening(schedule: Schedule, nowMs: number, holidays: HolidayTable): number | null {
  const starts = schedule.minutes.length === 0 ? [0] : schedule.minutes.map(([from]) => from);
  const earliestMs = Math.max(nowMs + 1, schedule.fromMs);
  const { dateOn } = shanghaiParts(earliestMs);
  for (let day = 0; day <= LOOK_AHEAD_DAYS; day += 1) {
    const midnightMs = startOfShanghaiDay(dateOn) + day * DAY_MS;
    const local = new Date(midnightMs + SHANGHAI_OFFSET_MS);
    const parts = { dateOn: local.toISOString().slice(0, 10), weekday: ((local.getUTCDay() + 6) % 7) + 1 };
    if (!isOpenDay(schedule, parts, holidays)) continue;
    if (day === 0 && isOpen(schedule, shanghaiParts(earliestMs), holidays)) return withinPeriod(schedule, earliestMs);
    const opensMs = starts.map((minute) => midnightMs + minute * MINUTE_MS).find((ms) => ms >= earliestMs);
    if (opensMs !== undefined) return withinPeriod(schedule, opensMs);
  }
  return null;
}

const withinPeriod = (schedule: Schedule, ms: number): number | null => (ms < schedule.toMs ? ms : null);
