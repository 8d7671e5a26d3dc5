import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../../shared/time.js';
import type { AudienceGroup, AudienceRule } from './audience.schemas.js';
import { type Moment, momentAt } from './moment.rules.js';

export interface HeldCategory {
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string | null;
  /** The last day it holds, inclusive; null while it has no end. */
  readonly untilOn: string | null;
}

/** What an audience may know about a person. Null means we do not know; ids are those a campaign's definition uses. */
export interface Person {
  readonly categories: readonly HeldCategory[];
  /** The person's union and every union above it, in any order. */
  readonly orgPath: readonly string[];
  readonly park: string | null;
  readonly tier: string | null;
  readonly enterprise: string | null;
  readonly industry: string | null;
  readonly gender: string | null;
  readonly birthOn: string | null;
  readonly joinedOn: string | null;
  readonly cardIssuedAtMs: number | null;
  readonly lists: readonly string[];
}

/** Says whether a person belongs, as the person is at that moment. */
export type AudiencePredicate = (person: Person, moment: Moment) => boolean;
type Compile = (rule: AudienceRule) => AudiencePredicate;

/** Full years between two local days; who was born on 29 February is a year older on 1 March. */
export function fullYears(sinceOn: string, todayOn: string): number {
  const years = Number(todayOn.slice(0, 4)) - Number(sinceOn.slice(0, 4));
  // '02-28' < '02-29' < '03-01' as texts, which is exactly the rule for leap days.
  return todayOn.slice(5) < sinceOn.slice(5) ? years - 1 : years;
}

/** Whether an entry of this code (`HARDSHIP`, or `HARDSHIP:DEEP` for one level) holds on a local day, its last one included. */
export function holdsCategory(categories: readonly HeldCategory[], wanted: string, todayOn: string): boolean {
  const [code, level] = wanted.split(':');
  return categories.some(
    (held) =>
      held.code === code &&
      (level === undefined || held.level === level) &&
      (held.fromOn === null || held.fromOn <= todayOn) &&
      (held.untilOn === null || todayOn <= held.untilOn),
  );
}

// A missing attribute makes its rule false, for `!=` and `notIn` too: what we do not know must not let anybody in.
const choice =
  (read: (person: Person) => string | null): Compile =>
  (rule) => {
    const wanted = new Set(Array.isArray(rule.value) ? rule.value : [rule.value]);
    const listed = rule.operator === '=' || rule.operator === 'in';
    return (person) => {
      const value = read(person);
      return value !== null && wanted.has(value) === listed;
    };
  };

const COMPARISONS: Record<string, (value: number, low: number, high: number) => boolean> = {
  '=': (value, low) => value === low,
  '!=': (value, low) => value !== low,
  '<': (value, low) => value < low,
  '<=': (value, low) => value <= low,
  '>': (value, low) => value > low,
  '>=': (value, low) => value >= low,
  between: (value, low, high) => low <= value && value <= high,
};

const amount =
  (read: (person: Person, moment: Moment) => number | null): Compile =>
  (rule) => {
    const holds = COMPARISONS[rule.operator];
    if (!holds) throw new Error(`No comparison "${rule.operator}" for "${rule.field}"`);
    const bounds = Array.isArray(rule.value) ? rule.value : [rule.value, rule.value];
    const [low, high] = [Number(bounds[0]), Number(bounds[1])];
    return (person, moment) => {
      const value = read(person, moment);
      return value !== null && holds(value, low, high);
    };
  };

const yearsSince = (read: (person: Person) => string | null): Compile =>
  amount((person, moment) => {
    const sinceOn = read(person);
    return sinceOn === null ? null : fullYears(sinceOn, moment.dateOn);
  });

/** How each field of an audience is judged; a new field is one entry here and one in `AUDIENCE_FIELDS`. */
const FIELDS: Record<AudienceRule['field'], Compile> = {
  category: (rule) => (person, moment) =>
    holdsCategory(person.categories, String(rule.value), moment.dateOn) === (rule.operator === 'has'),
  org: (rule) => (person) => person.orgPath.includes(String(rule.value)) === (rule.operator === 'within'),
  park: choice((person) => person.park),
  tier: choice((person) => person.tier),
  enterprise: choice((person) => person.enterprise),
  industry: choice((person) => person.industry),
  gender: choice((person) => person.gender),
  age: yearsSince((person) => person.birthOn),
  joinedYears: yearsSince((person) => person.joinedOn),
  // Calendar days, as a limit's days are: a card issued at 23:59 is one day old a minute later.
  cardAgeDays: amount((person, moment) =>
    person.cardIssuedAtMs === null
      ? null
      : (startOfShanghaiDay(moment.dateOn) - startOfShanghaiDay(shanghaiDate(person.cardIssuedAtMs))) / DAY_MS,
  ),
  birthdayMonth: () => (person, moment) =>
    person.birthOn !== null && Number(person.birthOn.slice(5, 7)) === moment.month,
  list: (rule) => (person) => person.lists.includes(String(rule.value)),
};

/** Turns a parsed audience into a fast predicate. An empty `and` is true, an empty `or` false; `not` inverts a group. */
export function compileAudience(group: AudienceGroup): AudiencePredicate {
  const parts = group.rules.map((entry) => ('rules' in entry ? compileAudience(entry) : FIELDS[entry.field](entry)));
  const joined: AudiencePredicate =
    group.combinator === 'and'
      ? (person, moment) => parts.every((part) => part(person, moment))
      : (person, moment) => parts.some((part) => part(person, moment));
  return group.not === true ? (person, moment) => !joined(person, moment) : joined;
}

/** Every question of an audience, out of its groups. */
export function listQuestions(group: AudienceGroup): AudienceRule[] {
  return group.rules.flatMap((entry) => ('rules' in entry ? listQuestions(entry) : [entry]));
}

/** Whether a person belongs to an audience at an instant (Unix milliseconds); for single questions, such as a preview. */
export function isInAudience(group: AudienceGroup, person: Person, nowMs: number): boolean {
  return compileAudience(group)(person, momentAt(nowMs));
}
