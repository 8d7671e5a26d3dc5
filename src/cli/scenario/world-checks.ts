import { shanghaiDate } from '../../shared/time.js';
import type { ScenarioInput } from './scenario.schemas.js';
import type { Path, Problem, Source } from './source.js';

const LEVELS = ['CITY', 'PARK', 'GRASSROOTS', 'GROUP'] as const;

/** The ids of a scenario's members, those of `idPrefix` counted from 1. */
export function memberIdsOf({ id, idPrefix, count }: ScenarioInput['members'][number]): string[] {
  return id === undefined ? Array.from({ length: count ?? 0 }, (_, at) => `${idPrefix}${at + 1}`) : [id];
}

/** What is wrong with the world itself: things named twice, trees that are none, days that cannot be. */
export function findWorldProblems(source: Source, input: ScenarioInput): Problem[] {
  const at = (path: Path, message: string): Problem => ({ line: source.lineOf(path), message });
  return [...findTwice(input, at), ...findTreeProblems(input, at), ...findDayProblems(input, at)];
}

type At = (path: Path, message: string) => Problem;

function findTwice(input: ScenarioInput, at: At): Problem[] {
  const { orgs, enterprises, members, merchants, budgets, campaigns, holidays } = input;
  const named = (list: string, entries: readonly { readonly id: string }[]): Named[] =>
    entries.map(({ id }, index) => ({ id, path: [list, index, 'id'] }));
  return [
    ...twice('org', named('orgs', orgs), at),
    ...twice('enterprise', named('enterprises', enterprises), at),
    ...twice('merchant', named('merchants', merchants), at),
    ...twice('budget', named('budgets', budgets), at),
    ...twice('campaign', named('campaigns', campaigns), at),
    ...twice(
      'store',
      merchants.flatMap(({ stores }, index) =>
        stores.map((id, n) => ({ id, path: ['merchants', index, 'stores', n] })),
      ),
      at,
    ),
    ...twice(
      'member',
      members.flatMap((member, index) =>
        memberIdsOf(member).map((id) => ({
          id,
          path: ['members', index, member.id === undefined ? 'idPrefix' : 'id'],
        })),
      ),
      at,
    ).filter(isFirstOfLine()),
    ...twice(
      'day',
      holidays.map(({ date }, index) => ({ id: date, path: ['holidays', index, 'date'] })),
      at,
    ),
    ...members.flatMap(({ categories }, index) =>
      twice(
        'category',
        categories.map(({ code }, n) => ({ id: code, path: ['members', index, 'categories', n, 'code'] })),
        at,
      ),
    ),
  ];
}

interface Named {
  readonly id: string;
  readonly path: Path;
}

function twice(what: string, names: readonly Named[], at: At): Problem[] {
  const known = new Set<string>();
  return names.flatMap(({ id, path }) => {
    if (known.has(id)) return [at(path, `${what} "${id}" is there already`)];
    known.add(id);
    return [];
  });
}

/** One entry may make thousands of members; one message a line is enough. */
function isFirstOfLine(): (problem: Problem) => boolean {
  const lines = new Set<number>();
  return ({ line }) => !lines.has(line) && lines.add(line).size > 0;
}

function findTreeProblems({ orgs, budgets }: ScenarioInput, at: At): Problem[] {
  const orgById = new Map(orgs.map((org) => [org.id, org]));
  const levels = orgs.flatMap(({ level, parent }, index) => {
    if (parent === undefined)
      return level === 'CITY' ? [] : [at(['orgs', index, 'level'], `only a CITY stands at the top: give "parent"`)];
    const above = orgById.get(parent);
    if (!above || LEVELS.indexOf(above.level) < LEVELS.indexOf(level)) return [];
    return [at(['orgs', index, 'parent'], `${level} cannot stand under "${parent}", which is ${above.level}`)];
  });
  const lines = new Map(budgets.map((line) => [line.id, line]));
  const circles = budgets.flatMap(({ id }, index) => {
    const seen = new Set<string>();
    for (let up = lines.get(id); up?.parent !== undefined; up = lines.get(up.parent)) {
      if (seen.has(up.id)) return [at(['budgets', index, 'parent'], `budget "${id}" is its own parent`)];
      seen.add(up.id);
    }
    return [];
  });
  return [...levels, ...circles];
}

function findDayProblems({ start, members }: ScenarioInput, at: At): Problem[] {
  const today = shanghaiDate(Date.parse(start));
  return members.flatMap(({ birthDate, joinedOn }, index) => [
    ...(birthDate !== undefined && (birthDate > today || birthDate < '1900-01-01')
      ? [at(['members', index, 'birthDate'], `nobody here was born on ${birthDate}`)]
      : []),
    ...(joinedOn !== undefined && joinedOn > today
      ? [at(['members', index, 'joinedOn'], `${joinedOn} is still to come at the start`)]
      : []),
  ]);
}
