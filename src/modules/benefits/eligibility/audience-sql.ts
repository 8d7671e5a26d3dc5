import { DAY_MS, startOfShanghaiDay } from '../../../shared/time.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { AudienceGroup, AudienceRule } from './audience.schemas.js';
import { type Moment, momentAt } from './moment.rules.js';

/** A piece of a statement. Every value is a parameter: none is ever written into the text. */
export interface SqlPiece {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * What the pieces below stand on: `m` the member, `o` the union, `e` the enterprise and `p` the park, the last two maybe absent.
 * A statement is `SELECT … FROM ${AUDIENCE_FROM} WHERE ${piece.text}`, one row a member.
 */
export const AUDIENCE_FROM = `member m
  JOIN union_org o ON o.id = m.org_id
  LEFT JOIN enterprise e ON e.id = m.enterprise_id
  LEFT JOIN park p ON p.code = coalesce(o.park_code, e.park_code)`;

/** The part of the tree that reaches a member: between jobs the city alone, nothing once they left; as `reachingOrgIds` says it. */
const CITY = `'/' || split_part(o.path, '/', 2) || '/'`;
const REACH = `(CASE m.membership WHEN 'ACTIVE' THEN o.path WHEN 'RETAINED' THEN ${CITY} ELSE '/' END)`;

/** Collects values and answers the place each one has in the statement. */
type Bind = (value: unknown) => string;
type Compile = (rule: AudienceRule, moment: Moment, bind: Bind) => string;

const textsOf = ({ value }: AudienceRule): string[] => (Array.isArray(value) ? value : [value]).map(String);

// Each condition is true or false, never NULL: `not` turns it round, and what we do not know must not let anybody in by that.
const choice =
  (column: string): Compile =>
  (rule, _moment, bind) => {
    const wanted = `${bind(textsOf(rule))}::text[]`;
    const listed = rule.operator === '=' || rule.operator === 'in';
    return `(${column} IS NOT NULL AND ${column} ${listed ? '= ANY' : '<> ALL'} (${wanted}))`;
  };

/**
 * Compares how much time has passed since a column with whole numbers. `at least n` is the same as `before a certain point`,
 * so nothing is reckoned row by row and every comparison is built from that one.
 */
function sinceColumn(rule: AudienceRule, column: string, before: (count: number) => string): string {
  const [low, high] = Array.isArray(rule.value) ? rule.value.map(Number) : [Number(rule.value), Number(rule.value)];
  if (low === undefined || high === undefined) throw new Error(`No bounds for "${rule.field}"`);
  const atLeast = (count: number): string => `${column} < ${before(count)}`;
  const below = (count: number): string => `${column} >= ${before(count)}`;
  const conditions: Record<string, () => string> = {
    '=': () => `${atLeast(low)} AND ${below(low + 1)}`,
    '!=': () => `(${below(low)} OR ${atLeast(low + 1)})`,
    '<': () => below(low),
    '<=': () => below(low + 1),
    '>': () => atLeast(low + 1),
    '>=': () => atLeast(low),
    between: () => `${atLeast(low)} AND ${below(high + 1)}`,
  };
  const condition = conditions[rule.operator];
  if (!condition) throw new Error(`No comparison "${rule.operator}" for "${rule.field}"`);
  return `(${column} IS NOT NULL AND ${condition()})`;
}

/** The day before which one must be born to be so many full years old today; nobody is old enough to be born before year 1. */
function yearsBefore({ year, month, day }: Moment, years: number): string {
  if (year - years < 1) return '-infinity';
  const before = new Date(0);
  // Today's birthday counts, hence the day after it. On 29 February that is 1 March of every year, as 28 February precedes it in none.
  if (month === 2 && day === 29) before.setUTCFullYear(year - years, 2, 1);
  else before.setUTCFullYear(year - years, month - 1, day + 1);
  return before.toISOString().slice(0, 10);
}

const yearsSince =
  (column: string): Compile =>
  (rule, moment, bind) =>
    sinceColumn(rule, column, (years) => `${bind(yearsBefore(moment, years))}::date`);

// The whole condition stands inside EXISTS: without an active card the rule is false, for `!=` too.
const cardAgeDays: Compile = (rule, moment, bind) => {
  const tomorrowMs = startOfShanghaiDay(moment.dateOn) + DAY_MS;
  const before = (days: number): string => `${bind(new Date(tomorrowMs - days * DAY_MS).toISOString())}::timestamptz`;
  return `EXISTS (SELECT FROM card c WHERE c.member_id = m.id AND c.state = 'ACTIVE' AND ${sinceColumn(rule, 'c.issued_at', before)})`;
};

function holdsCategorySql(wanted: string, { dateOn }: Moment, bind: Bind): string {
  const [code, level] = wanted.split(':');
  const today = `${bind(dateOn)}::date`;
  const ofLevel = level === undefined ? '' : ` AND k.level = ${bind(level)}::text`;
  return (
    `EXISTS (SELECT FROM member_category k WHERE k.member_id = m.id AND k.state = 'GRANTED' AND k.code = ${bind(code)}::text${ofLevel}` +
    ` AND k.from_on <= ${today} AND (k.until_on IS NULL OR ${today} <= k.until_on))`
  );
}

/** How each field is asked in SQL, beside `FIELDS` of `audience.rules.ts`, which says the same in JavaScript. */
const FIELDS: Record<AudienceRule['field'], Compile> = {
  category: (rule, moment, bind) =>
    `${rule.operator === 'has' ? '' : 'NOT '}${holdsCategorySql(String(rule.value), moment, bind)}`,
  // strpos knows no wildcards, which LIKE would find in an id.
  org: (rule, _moment, bind) =>
    `strpos(${REACH}, ${bind(`/${String(rule.value)}/`)}::text) ${rule.operator === 'within' ? '>' : '='} 0`,
  park: choice('coalesce(o.park_code, e.park_code)'),
  tier: choice('p.tier'),
  enterprise: choice('m.enterprise_id::text'),
  industry: choice('e.industry'),
  gender: choice('m.gender'),
  age: yearsSince('m.birth_on'),
  joinedYears: yearsSince('m.joined_on'),
  cardAgeDays,
  birthdayMonth: (_rule, { month }, bind) =>
    `(m.birth_on IS NOT NULL AND extract(month FROM m.birth_on) = ${bind(month)}::int)`,
  list: (rule, _moment, bind) =>
    `EXISTS (SELECT FROM member_list_entry l WHERE l.list_id = ${bind(String(rule.value))}::text AND l.member_id = m.id)`,
};

function groupSql(group: AudienceGroup, moment: Moment, bind: Bind): string {
  const parts = group.rules.map((entry) =>
    'rules' in entry ? groupSql(entry, moment, bind) : FIELDS[entry.field](entry, moment, bind),
  );
  const empty = group.combinator === 'and' ? 'true' : 'false';
  const joined = parts.length === 0 ? empty : `(${parts.join(group.combinator === 'and' ? ' AND ' : ' OR ')})`;
  return group.not === true ? `NOT ${joined}` : joined;
}

function collect(first: number, work: (bind: Bind) => string): SqlPiece {
  const values: unknown[] = [];
  const text = work((value) => `$${first - 1 + values.push(value)}`);
  return { text, values };
}

/**
 * A parsed audience as a condition over AUDIENCE_FROM, with exactly the meaning `compileAudience` has for the same instant
 * (Unix milliseconds). Its parameters are numbered from `first`.
 */
export function audienceSql(group: AudienceGroup, nowMs: number, first = 1): SqlPiece {
  const moment = momentAt(nowMs);
  return collect(first, (bind) => groupSql(group, moment, bind));
}

/**
 * Whom a campaign means: members of the owner's subtree (`/city/park-a/`) in the audience, or all of them without one. Who has
 * withdrawn is no member any more; who keeps the membership while between jobs is, for the city. A card is not asked for: a holding waits for
 * it, and a till asks for the card before anything else.
 */
export function meantMembersSql(audience: AudienceGroup | null, ownerPath: string, nowMs: number, first = 1): SqlPiece {
  const moment = momentAt(nowMs);
  return collect(first, (bind) => {
    const owner = `${bind(scopeLike([ownerPath])[0])}::text`;
    // The plain comparison first: it is the one an index answers, and who is reached lies below it too.
    const below = `o.path LIKE ${owner} AND (m.membership = 'ACTIVE' OR (m.membership = 'RETAINED' AND ${CITY} LIKE ${owner}))`;
    return audience === null ? below : `${below} AND ${groupSql(audience, moment, bind)}`;
  });
}

/**
 * The place, from 0, of the first of these tiers a member is in, as an expression; NULL outside all of them. A tier is a category
 * (`HARDSHIP`, or `HARDSHIP:DEEP` for one level); one without is for everybody left.
 */
export function tierSql(categories: readonly (string | undefined)[], nowMs: number, first = 1): SqlPiece {
  const moment = momentAt(nowMs);
  return collect(first, (bind) => {
    const cases = categories.map((category, at) => {
      const holds = category === undefined ? 'true' : holdsCategorySql(category, moment, bind);
      return ` WHEN ${holds} THEN ${at}`;
    });
    return cases.length === 0 ? 'NULL::int' : `(CASE${cases.join('')} END)`;
  });
}
