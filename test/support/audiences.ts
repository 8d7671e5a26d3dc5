import * as fc from 'fast-check';
import type { Client } from 'pg';
import type { AudienceGroup, AudienceRule } from '../../src/modules/benefits/eligibility/audience.schemas.js';
import { newId } from '../../src/shared/ids.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';

/** Random people and random questions about them, made to meet at the edges. */
export const LISTS = ['first-500', 'a_b', 'axb', 'A_B'] as const;
/** The same texts with wildcards, quotes, cases and the two ways to write an accent. */
const INDUSTRIES = [
  'textile',
  'Textile',
  '100%',
  '100_',
  '100x',
  "o'neil",
  '"quoted"',
  'back\\slash',
  'é',
  'e\u0301',
  '纺织',
];
export const ORGS = ['city', 'park-a', 'park_a', 'u1', 'u-1', 'u_1', 'ux1', 'u11', 'gone'] as const;
const PATHS = [
  '/city/',
  '/city/park-a/',
  '/city/park_a/',
  '/city/park-a/u1/',
  '/city/park-a/u-1/',
  '/city/park-a/u_1/',
  '/city/park_a/ux1/',
  '/city/park_a/u11/',
];
const PARK_OF: Readonly<Record<string, string | null>> = { '/city/': null, '/city/park_a/u11/': null };
const CODES = ['HARDSHIP', 'MODEL_WORKER', 'MIGRANT', 'NEW_FORM'] as const;
const LEVELS = ['DEEP', 'SUDDEN', 'NATIONAL'] as const;

export const ENTERPRISES = INDUSTRIES.map((industry, at) => ({
  id: `0192f000-0000-7000-8000-0000000000${String(10 + at)}`,
  industry,
  park: at % 3 === 0 ? 'B' : 'A',
}));

export const INSTANTS = [
  '2016-02-28T23:59:59.999+08:00',
  '2016-02-29T00:00:00+08:00',
  '2016-03-01T00:00:00+08:00',
  '2017-02-28T12:00:00+08:00',
  '2017-03-01T00:00:00+08:00',
  '2017-12-31T23:59:59.999+08:00',
  '2018-01-01T00:00:00+08:00',
  '2018-01-01T07:59:59.999+08:00',
].map((text) => Date.parse(text));

const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 6 });

const dayOn: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(1900, 1999, 2000, 2004, 2011, 2012, 2013, 2015, 2016, 2017, 2018),
      fc.constantFrom('01-01', '02-27', '02-28', '02-29', '03-01', '03-02', '12-31'),
    )
    .map(([year, day]) =>
      day === '02-29' && new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 2 ? `${year}-02-28` : `${year}-${day}`,
    ),
  fc
    .integer({ min: -600, max: 600 })
    .map((days) => new Date(Date.UTC(2017, 0, 1) + days * DAY_MS).toISOString().slice(0, 10)),
);

/** A card a few days old at one of the instants asked about, so that small numbers of days are met exactly. */
const daysBefore = fc
  .tuple(fc.constantFrom(...INSTANTS), fc.integer({ min: -2, max: 20 }))
  .map(([at, days]) => shanghaiDate(at - days * DAY_MS));

const instant = fc
  .tuple(
    fc.oneof(dayOn, daysBefore),
    fc.constantFrom('00:00:00', '00:00:00.000001', '12:00:00', '15:59:59.999999', '16:00:00', '23:59:59.999999'),
  )
  .map(([day, time]) => `${day}T${time}+08:00`);

const heldCategory = fc.record({
  code: fc.constantFrom(...CODES),
  level: orNull(fc.constantFrom(...LEVELS)),
  days: fc.tuple(dayOn, dayOn).map((days) => days.sort()),
  endless: fc.boolean(),
  state: fc.constantFrom('GRANTED', 'GRANTED', 'GRANTED', 'PROPOSED', 'REFUSED', 'ENDED'),
});

/** A member with whatever hangs on it. What the schema demands may be missing too: nothing unknown must let anybody in. */
export const randomPerson = fc.record({
  path: fc.constantFrom(...PATHS),
  enterprise: orNull(fc.constantFrom(...ENTERPRISES.map(({ id }) => id))),
  gender: orNull(fc.constantFrom('F', 'M')),
  birthOn: orNull(dayOn),
  joinedOn: orNull(dayOn),
  categories: fc.uniqueArray(heldCategory, { selector: ({ code }) => code, maxLength: 4 }),
  cards: orNull(
    fc.record({ state: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'LOST', 'REPLACED'), issuedAt: orNull(instant) }),
  ),
  lists: fc.subarray([...LISTS]),
});
export type RandomPerson = typeof randomPerson extends fc.Arbitrary<infer T> ? T : never;

const oneOrMany = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.record({ operator: fc.constantFrom('=' as const, '!=' as const), value: one }),
    fc.record({
      operator: fc.constantFrom('in' as const, 'notIn' as const),
      value: fc.array(one, { minLength: 1, maxLength: 4 }),
    }),
  );
const count = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 800 }),
  fc.constantFrom(0, 2015, 2016, 2017, 2018, 100_000),
);
const counted = fc.oneof(
  fc.record({ operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value: count }),
  fc.record({
    operator: fc.constant('between'),
    value: fc.tuple(count, count).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
  }),
);
const ids = <T extends string>(known: readonly T[]) => oneOrMany(fc.constantFrom(...known, 'gone', 'no_ne'));

const questions: Readonly<Record<AudienceRule['field'], fc.Arbitrary<{ operator: string; value: unknown }>>> = {
  category: fc.record({
    operator: fc.constantFrom('has', 'hasNot'),
    value: fc
      .tuple(fc.constantFrom(...CODES), orNull(fc.constantFrom(...LEVELS)))
      .map(([code, level]) => (level === null ? code : `${code}:${level}`)),
  }),
  org: fc.record({ operator: fc.constantFrom('within', 'notWithin'), value: fc.constantFrom(...ORGS) }),
  park: ids(['A', 'B', 'a']),
  tier: oneOrMany(fc.constantFrom('NATIONAL', 'PROVINCIAL', 'MUNICIPAL')),
  enterprise: ids(ENTERPRISES.map(({ id }) => id)),
  industry: oneOrMany(fc.constantFrom(...INDUSTRIES, '%', '_', "' OR true --")),
  gender: oneOrMany(fc.constantFrom('F', 'M')),
  age: counted,
  joinedYears: counted,
  cardAgeDays: counted,
  birthdayMonth: fc.constant({ operator: '=', value: 'THIS' }),
  list: fc.record({ operator: fc.constant('in'), value: fc.constantFrom(...LISTS, 'gone') }),
};

const rule = fc.oneof(
  ...Object.entries(questions).map(([field, asked]) => asked.map((rest) => ({ field, ...rest }) as AudienceRule)),
);

/** A rule group of any shape, up to five deep; it may be empty. */
export const randomAudience: fc.Arbitrary<AudienceGroup> = fc.letrec<{ group: AudienceGroup }>((tie) => ({
  group: fc.record(
    {
      combinator: fc.constantFrom('and' as const, 'or' as const),
      not: fc.boolean(),
      rules: fc.array(fc.oneof({ maxDepth: 4, depthIdentifier: 'group' }, rule, rule, tie('group')), { maxLength: 4 }),
    },
    { requiredKeys: ['combinator', 'rules'] },
  ),
})).group;

/** Rows of people, ready for `jsonb_to_recordset`. */
export function rowsOf(people: readonly RandomPerson[]) {
  const members = people.map((person) => ({ ...person, id: newId(), org: person.path.split('/').at(-2) ?? '' }));
  return {
    members,
    categories: members.flatMap(({ id, categories }) =>
      categories.map(({ code, level, days, endless, state }) => ({
        id: newId(),
        member: id,
        code,
        level,
        from: days[0],
        until: endless ? null : days[1],
        state,
        by: newId(),
        decided: newId(),
      })),
    ),
    cards: members.flatMap(({ id, cards }) => (cards ? [{ id: newId(), member: id, ...cards }] : [])),
    entries: members.flatMap(({ id, lists }) => lists.map((list) => ({ list, member: id }))),
    orgs: PATHS.map((path) => ({
      id: path.split('/').at(-2) ?? '',
      parent: path.split('/').at(-3) || null,
      level: path === '/city/' ? 'CITY' : path.includes('/u') ? 'GRASSROOTS' : 'PARK',
      path,
      park: path in PARK_OF ? PARK_OF[path] : path.includes('park-a') ? 'A' : 'B',
    })),
  };
}

const TIERS: Readonly<Record<string, string>> = { A: 'NATIONAL', B: 'PROVINCIAL' };

/** Empties the tables of people and fills them with these; `client` is the schema's owner. */
export async function fillPeople(client: Client, people: readonly RandomPerson[]): Promise<void> {
  const rows = rowsOf(people);
  await client.query('TRUNCATE member, enterprise, park, union_org CASCADE');
  await client.query(
    `INSERT INTO union_org (id, parent_id, level, name, path, created_at)
     SELECT id, parent, level, id, path, now() FROM jsonb_to_recordset($1) AS r (id text, parent text, level text, path text)`,
    [JSON.stringify(rows.orgs)],
  );
  await client.query(
    `INSERT INTO park (code, name, tier, org_id) SELECT key, key, value, CASE key WHEN 'A' THEN 'park-a' ELSE 'park_a' END FROM jsonb_each_text($1)`,
    [JSON.stringify(TIERS)],
  );
  await client.query(
    `UPDATE union_org o SET park_code = r.park FROM jsonb_to_recordset($1) AS r (id text, park text) WHERE r.id = o.id`,
    [JSON.stringify(rows.orgs)],
  );
  await client.query(
    `INSERT INTO enterprise (id, credit_code, name, park_code, industry, condition, eligible, workers, surveyed_on)
     SELECT id, id::text, id::text, park, industry, 'OPERATING', true, 1, '2016-01-01'
     FROM jsonb_to_recordset($1) AS r (id uuid, park text, industry text)`,
    [JSON.stringify(ENTERPRISES)],
  );
  await client.query(
    `INSERT INTO member (id, member_no, org_id, enterprise_id, name, gender, birth_on, joined_on, id_number_cipher, id_number_hash,
       phone_cipher, phone_hash, membership, created_at)
     SELECT id, id::text, org, enterprise, '吴敏', gender, "birthOn", "joinedOn", '', id::text::bytea, '', id::text::bytea, 'ACTIVE', now()
     FROM jsonb_to_recordset($1) AS r (id uuid, org text, enterprise uuid, gender text, "birthOn" date, "joinedOn" date)`,
    [JSON.stringify(rows.members)],
  );
  await client.query(
    `INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, decided_by, created_at)
     SELECT id, member, code, level, "from", until, state, '证明', "by", decided, now()
     FROM jsonb_to_recordset($1) AS r (id uuid, member uuid, code text, level text, "from" date, until date, state text, "by" uuid, decided uuid)`,
    [JSON.stringify(rows.categories)],
  );
  await client.query(
    `INSERT INTO card (id, card_no, member_id, state, issued_at, created_at, updated_at)
     SELECT id, row_number() OVER (), member, state, "issuedAt", now(), now()
     FROM jsonb_to_recordset($1) AS r (id uuid, member uuid, state text, "issuedAt" timestamptz)`,
    [JSON.stringify(rows.cards)],
  );
  await client.query(
    `INSERT INTO member_list (id, name, owner_org_id, created_by, created_at) SELECT id, id, 'city', $2, now() FROM unnest($1::text[]) AS r (id)`,
    [LISTS, newId()],
  );
  await client.query(
    `INSERT INTO member_list_entry (list_id, member_id, added_by, added_at)
     SELECT list, member, member, now() FROM jsonb_to_recordset($1) AS r (list text, member uuid)`,
    [JSON.stringify(rows.entries)],
  );
}
