import { DAY_MS, shanghaiParts, startOfShanghaiDay } from '../../../shared/time.js';
import type { CampaignDefinition, CampaignWhen } from './campaign.schemas.js';
import { compileSchedule, type HolidayTable, nextOpening } from './schedule.rules.js';

/** Another campaign of the same owner, stacking group and mechanism that is in force at some time and store of this one. */
export interface Rival {
  readonly id: string;
  readonly label: string;
  readonly when: CampaignWhen;
}

export interface PlanFacts {
  readonly nowMs: number;
  readonly holidays: HolidayTable;
  /** Years the holiday table has any entry for. */
  readonly yearsKnown: ReadonlySet<number>;
  readonly rivals: readonly Rival[];
}

export type PlanProblemCode = 'NEVER_OPEN' | 'DATES_OUTSIDE_PERIOD' | 'HOLIDAYS_MISSING' | 'OVERLAPS';
export interface PlanProblem {
  readonly field: string;
  readonly code: PlanProblemCode;
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * What a checker weighs and may still publish: a time that never comes (the format allows it, a till says it is not the time), days
 * that count for nothing, days judged by their weekday because nobody has entered the year's holidays (so the format promises),
 * and a second offer of which members get only the better one.
 */
const WARNINGS: ReadonlySet<string> = new Set(['NEVER_OPEN', 'DATES_OUTSIDE_PERIOD', 'HOLIDAYS_MISSING', 'OVERLAPS']);

/** Whether a problem stops publishing or is only to be weighed; whatever is not known to be harmless stops it. */
export function severityOf(code: string): 'ERROR' | 'WARNING' {
  return WARNINGS.has(code) ? 'WARNING' : 'ERROR';
}

const LOOK_DAYS = 31;
const LOOK_MONTHS_MAX = 120;
const LOOK_YEARS_MAX = 11;
const DATES_SHOWN_MAX = 10;
const MINUTES_A_DAY = 1_440;

/** Whether weekdays, dates, kinds of day and hours agree at any time of the period, seen from its beginning. */
export function isEverOpen(when: CampaignWhen, holidays: HolidayTable): boolean {
  const schedule = compileSchedule(when);
  // Weekdays and hours repeat, so what does not open in ten years never does; of dates that are named each is looked at.
  const months = Array.from({ length: LOOK_MONTHS_MAX }, (_, at) => schedule.fromMs + at * LOOK_DAYS * DAY_MS);
  const probes = when.onlyDates.length > 0 ? when.onlyDates.map(startOfShanghaiDay) : months;
  return probes.some((ms) => ms < schedule.toMs && nextOpening(schedule, ms - 1, holidays) !== null);
}

function listDateProblems({ when }: CampaignDefinition, facts: PlanFacts): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const firstOn = shanghaiParts(Date.parse(when.from)).dateOn;
  const lastOn = shanghaiParts(Date.parse(when.to) - 1).dateOn;
  for (const name of ['onlyDates', 'exceptDates'] as const) {
    const outside = when[name].filter((dateOn) => dateOn < firstOn || dateOn > lastOn);
    if (outside.length === 0) continue;
    const dates = outside.toSorted().slice(0, DATES_SHOWN_MAX).join(', ');
    problems.push({
      field: `when.${name}`,
      code: 'DATES_OUTSIDE_PERIOD',
      message: `These days lie outside the period, so they change nothing: ${dates}`,
      values: { dates },
    });
  }
  // Whether a holiday will come in a year nobody has entered yet cannot be said.
  const judged = yearsMissing(when, facts).length > 0 ? { ...when, dayKinds: [] } : when;
  if (!isEverOpen(judged, facts.holidays))
    problems.push({
      field: 'when',
      code: 'NEVER_OPEN',
      message: 'Weekdays, hours, dates and kinds of day never agree between "from" and "to": change one of them',
    });
  return problems;
}

/** A campaign that asks for kinds of day needs the table of every year it runs in. */
function listHolidayProblems({ when }: CampaignDefinition, facts: PlanFacts): PlanProblem[] {
  const missing = yearsMissing(when, facts);
  if (missing.length === 0) return [];
  const years = missing.join(', ');
  const message = `The holiday table has no entry for ${years}: until somebody enters it, Monday to Friday count as workdays`;
  return [{ field: 'when.dayKinds', code: 'HOLIDAYS_MISSING', message, values: { years } }];
}

function yearsMissing(when: CampaignWhen, { nowMs, yearsKnown }: PlanFacts): number[] {
  if (when.dayKinds.length === 0) return [];
  const first = shanghaiParts(Math.max(nowMs, Date.parse(when.from))).year;
  const last = Math.min(shanghaiParts(Date.parse(when.to) - 1).year, first + LOOK_YEARS_MAX);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).filter(
    (year) => !yearsKnown.has(year),
  );
}

const apart = <T>(some: readonly T[], others: readonly T[]): boolean =>
  some.length > 0 && others.length > 0 && !some.some((each) => others.includes(each));

function hoursApart(some: CampaignWhen, others: CampaignWhen): boolean {
  const [these, those] = [some, others].map(({ hours }) =>
    hours.length === 0 ? [[0, MINUTES_A_DAY] as const] : compileSchedule({ ...some, hours }).minutes,
  );
  return !(these ?? []).some(([from, to]) => (those ?? []).some(([start, end]) => from < end && start < to));
}

/** Whether two plans can be open at one instant, as far as their patterns tell; periods are compared too. */
export function mayMeet(some: CampaignWhen, other: CampaignWhen): boolean {
  const inTime = Date.parse(some.from) < Date.parse(other.to) && Date.parse(other.from) < Date.parse(some.to);
  return (
    inTime &&
    !apart(some.weekdays, other.weekdays) &&
    !apart(some.onlyDates, other.onlyDates) &&
    !apart(some.dayKinds, other.dayKinds) &&
    !hoursApart(some, other)
  );
}

function listOverlaps({ when }: CampaignDefinition, { rivals }: PlanFacts): PlanProblem[] {
  return rivals
    .filter((rival) => mayMeet(when, rival.when))
    .map(({ id, label }) => ({
      field: 'when',
      code: 'OVERLAPS',
      message: `${label} (${id}) gives the same kind of benefit at the same time and place; a member gets the better one, not both`,
      values: { id, label },
    }));
}

/** What is odd about the time and place of a campaign, all at once. */
export function listPlanProblems(definition: CampaignDefinition, facts: PlanFacts): PlanProblem[] {
  return [
    ...listDateProblems(definition, facts),
    ...listHolidayProblems(definition, facts),
    ...listOverlaps(definition, facts),
  ];
}
