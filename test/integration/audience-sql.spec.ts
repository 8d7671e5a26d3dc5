// Random audiences against random people, asked in JavaScript and in SQL. A seed makes AUDIENCE_PEOPLE people (300) and asks
// AUDIENCE_RULES audiences (250) about them; AUDIENCE_SEEDS says how many seeds (4). Seeds that failed once stand in
// audience-seeds.json and are always tried first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Client } from 'pg';
import {
  AUDIENCE_FROM,
  audienceSql,
  meantMembersSql,
  tierSql,
} from '../../src/modules/benefits/eligibility/audience-sql.js';
import { holdsCategory, isInAudience, type Person } from '../../src/modules/benefits/eligibility/audience.rules.js';
import { type AudienceGroup, audienceSchema } from '../../src/modules/benefits/eligibility/audience.schemas.js';
import { personOf } from '../../src/modules/benefits/eligibility/person.js';
import { MembersService } from '../../src/modules/members/index.js';
import { shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { fillPeople, INSTANTS, randomAudience, randomPerson } from '../support/audiences.js';

const numberOf = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const [SEEDS, RULES, PEOPLE] = [
  numberOf('AUDIENCE_SEEDS', 4),
  numberOf('AUDIENCE_RULES', 250),
  numberOf('AUDIENCE_PEOPLE', 300),
];
const keptSeeds = JSON.parse(readFileSync(join(import.meta.dirname, 'audience-seeds.json'), 'utf8')) as number[];
const EVERYBODY: AudienceGroup = { combinator: 'and', rules: [] };

describe('an audience asked in SQL', () => {
  let app: TestApp;
  let client: Client;
  let people: ReadonlyMap<string, Person>;

  beforeAll(async () => {
    app = await startApp();
    client = new Client({ connectionString: app.ownerUrl });
    await client.connect();
    // What the schema demands may be missing here: a condition must not lean on a column that happens to be filled.
    await client.query(
      'ALTER TABLE member ALTER gender DROP NOT NULL, ALTER birth_on DROP NOT NULL, ALTER joined_on DROP NOT NULL',
    );
  });
  afterAll(async () => {
    await client.end();
    await app.close();
  });

  async function settle(seed: number): Promise<void> {
    await fillPeople(client, fc.sample(randomPerson, { seed, numRuns: PEOPLE }));
    const { rows } = await client.query<{ id: string; issued: Date | null }>(
      `SELECT m.id, c.issued_at AS issued FROM member m LEFT JOIN card c ON c.member_id = m.id AND c.state = 'ACTIVE'`,
    );
    const issued = new Map(rows.map((row) => [row.id, row.issued?.getTime() ?? null]));
    const attributes = await app.get(MembersService).getAttributes(app.database.db, [...issued.keys()]);
    people = new Map(attributes.map((each) => [each.memberId, personOf(each, issued.get(each.memberId) ?? null)]));
  }

  /** Ids for which the two differ, the same statement telling both what holds and that nothing is unknown. */
  async function differences(audience: AudienceGroup, nowMs: number): Promise<string[]> {
    const { text, values } = audienceSql(audience, nowMs);
    const { rows } = await client.query<{ id: string; holds: boolean | null }>(
      `SELECT m.id, ${text} AS holds FROM ${AUDIENCE_FROM}`,
      [...values],
    );
    expect(rows).toHaveLength(people.size);
    return rows
      .filter(({ id, holds }) => holds !== isInAudience(audience, people.get(id) as Person, nowMs))
      .map(({ id, holds }) => `${JSON.stringify(people.get(id))}: SQL says ${String(holds)}`);
  }

  const fresh = Array.from({ length: SEEDS }, () => Math.floor(Math.random() * 2 ** 31));
  it.each([...keptSeeds, ...fresh].map((seed) => [seed]))(
    `means what it means in JavaScript, for ${RULES} audiences of ${PEOPLE} people (seed %d)`,
    async (seed) => {
      await settle(seed);
      const asked = fc.asyncProperty(randomAudience, fc.constantFrom(...INSTANTS), async (audience, nowMs) => {
        expect(audienceSchema.safeParse(audience).error).toBeUndefined();
        expect(await differences(audience, nowMs)).toEqual([]);
      });
      await fc.assert(asked, { seed, numRuns: RULES });
    },
    120_000,
  );

  it('writes no value into its text', async () => {
    const valued = fc.property(randomAudience, (audience) => {
      const { text, values } = audienceSql(audience, INSTANTS[0] ?? 0, 7);
      // States and the slash of a path are the statement's own words.
      expect(text.replaceAll(/'(?:ACTIVE|RETAINED|GRANTED|\/)'/g, '')).not.toMatch(/['"\\%]/);
      const places = [...text.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place));
      expect(new Set(places)).toEqual(new Set(values.map((_, at) => at + 7)));
    });
    fc.assert(valued, { numRuns: 300 });
  });

  it('finds whom a campaign means below its owner, without those who withdrew, and their tier', async () => {
    await settle(1);
    const owner = '/city/park_a/';
    const wanted = ['HARDSHIP:DEEP', 'MODEL_WORKER', 'HARDSHIP', undefined];
    const nowMs = INSTANTS[3] ?? 0;
    await client.query(`UPDATE member SET membership = 'WITHDRAWN' WHERE right(id::text, 1) = '3'`);
    const tier = tierSql(wanted, nowMs);
    const meant = meantMembersSql(EVERYBODY, owner, nowMs, tier.values.length + 1);
    const { rows } = await client.query<{ id: string; tier: number | null }>(
      `SELECT m.id, ${tier.text} AS tier FROM ${AUDIENCE_FROM} WHERE ${meant.text} ORDER BY m.id`,
      [...tier.values, ...meant.values],
    );
    const expected = [...people]
      .filter(([id, { orgPath }]) => orgPath.includes('park_a') && !id.endsWith('3'))
      .map(([id, { categories }]) => {
        const today = shanghaiDate(nowMs);
        const held = wanted.findIndex((each) => each === undefined || holdsCategory(categories, each, today));
        return { id, tier: held };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(rows).toEqual(expected);
    expect(new Set(rows.map((row) => row.tier)).size).toBe(4);
  });
});
