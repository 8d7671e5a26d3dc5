// Counting a city. AUDIENCE_MEMBERS=175000 npm test -- integration audience-counts -t quick makes Nanchang and prints what each count took.
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { type AudienceGroup, audienceSchema } from '../../src/modules/benefits/eligibility/audience.schemas.js';
import { isInAudience } from '../../src/modules/benefits/eligibility/audience.rules.js';
import { countAudience } from '../../src/modules/benefits/eligibility/audience-counts.queries.js';
import { AudiencesService } from '../../src/modules/benefits/eligibility/audiences.service.js';
import { personOf } from '../../src/modules/benefits/eligibility/person.js';
import { MembersService } from '../../src/modules/members/index.js';
import type { Db } from '../../src/platform/database/database.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { fillCity } from '../support/big-union.js';

const MEMBERS = Number(process.env['AUDIENCE_MEMBERS'] ?? 3_000);

const all = (...rules: unknown[]): AudienceGroup => audienceSchema.parse({ combinator: 'and', rules });
const any = (...rules: unknown[]): AudienceGroup => audienceSchema.parse({ combinator: 'or', rules });
const hardship = { field: 'category', operator: 'has', value: 'HARDSHIP' };
const AUDIENCES: readonly [string, AudienceGroup][] = [
  ['everybody', all()],
  ['hardship', all(hardship)],
  [
    'adults in hardship of the national parks',
    all(hardship, { field: 'age', operator: '>=', value: 18 }, { field: 'tier', operator: '=', value: 'NATIONAL' }),
  ],
  [
    'migrant or young, not in hardship',
    all(any({ field: 'category', operator: 'has', value: 'MIGRANT' }, { field: 'age', operator: '<', value: 30 }), {
      field: 'category',
      operator: 'hasNot',
      value: 'HARDSHIP',
    }),
  ],
  ['cards of under 90 days', all({ field: 'cardAgeDays', operator: '<', value: 90 })],
  [
    'a list, or a birthday this month in one union',
    any(
      { field: 'list', operator: 'in', value: 'big' },
      all({ field: 'birthdayMonth', operator: '=', value: 'THIS' }, { field: 'org', operator: 'within', value: 'u-7' }),
    ),
  ],
  [
    'everything at once',
    any(
      ...['textile', 'food'].map((industry) =>
        all(
          { field: 'industry', operator: '=', value: industry },
          hardship,
          { field: 'cardAgeDays', operator: '>', value: 30 },
          { field: 'joinedYears', operator: 'between', value: [3, 20] },
          { field: 'gender', operator: '=', value: 'F' },
        ),
      ),
      { field: 'list', operator: 'in', value: 'big' },
      { field: 'category', operator: 'has', value: 'MODEL_WORKER:CITY' },
    ),
  ],
  [
    'twenty questions',
    any(
      ...Array.from({ length: 20 }, (_, at) =>
        at % 3 === 0
          ? { field: 'cardAgeDays', operator: '=', value: at }
          : { field: 'category', operator: 'has', value: at % 3 === 1 ? 'MODEL_WORKER' : 'HARDSHIP:DEEP' },
      ),
    ),
  ],
];

describe('counting an audience', () => {
  let app: TestApp;
  const clock = new ManualClock('2017-01-10T09:00:00+08:00');
  const city = anOfficer();

  beforeAll(async () => {
    app = await startApp({ clock });
    await fillCity(app.database, MEMBERS);
    const owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await owner.query('ANALYZE');
    await owner.end();
  }, 300_000);
  afterAll(() => app.close());

  const service = () => app.get(AudiencesService);
  const count = (audience: AudienceGroup, owner = 'city', officer = city) =>
    service().count(officer, { audience, owner });
  const nowMs = () => clock.now().getTime();

  /** What the same members come to when each is asked at a till. */
  async function judged(audience: AudienceGroup, below: string): Promise<Record<string, number>> {
    const { db } = app.database;
    const rows: { id: string; issued: Date | null }[] = await db.query(
      `SELECT m.id, c.issued_at AS issued FROM member m LEFT JOIN card c ON c.member_id = m.id AND c.state = 'ACTIVE'`,
    );
    const issued = new Map(rows.map((row) => [row.id, row.issued?.getTime() ?? null]));
    const parks: Record<string, number> = {};
    for (const each of await app.get(MembersService).getAttributes(db, [...issued.keys()])) {
      const person = personOf(each, issued.get(each.memberId) ?? null);
      if (each.membership === 'WITHDRAWN' || !person.orgPath.includes(below)) continue;
      if (isInAudience(audience, person, nowMs())) parks[person.park ?? ''] = (parks[person.park ?? ''] ?? 0) + 1;
    }
    return parks;
  }

  it.each(AUDIENCES)('finds %s where a till would', async (_name, audience) => {
    for (const owner of ['city', 'park-3', 'u-7']) {
      const { meant, parks } = await count(audience, owner);
      const expected = await judged(audience, owner);
      const found = parks.flatMap(({ parkCode, meant: there }) => (there > 0 ? [[parkCode ?? '', there]] : []));
      expect(Object.fromEntries(found)).toEqual(expected);
      expect(meant).toBe(Object.values(expected).reduce((sum, each) => sum + each, 0));
    }
  });

  // A measurement, made only when asked for.
  if (MEMBERS >= 100_000)
    it('is quick for a whole city', async () => {
      const client = new Client({ connectionString: app.appUrl });
      await client.connect();
      const db = {
        query: async (sql: string, values: unknown[]) => (await client.query(sql, values)).rows,
      } as unknown as Db;
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      for (const [name, audience] of AUDIENCES) {
        const [wall, cpu] = [performance.now(), cpuMs(rows[0]?.pid ?? 0)];
        await client.query('BEGIN');
        const { meant } = await countAudience(db, audience, '/city/', nowMs());
        await client.query('COMMIT');
        const taken = `${(performance.now() - wall).toFixed(0)} ms, ${cpuMs(rows[0]?.pid ?? 0) - cpu} ms of a core`;
        process.stdout.write(`${name}: ${meant} in ${taken}\n`);
      }
      expect(rows).toHaveLength(1);
      await client.end();
    });

  it('counts only what the officer looks after', async () => {
    const officer = anOfficer({ scope: ['/city/park-3/'] });
    const mine = await count(all(), 'park-3', officer);
    expect(mine.parks.map(({ parkCode }) => parkCode)).toEqual(['P3']);
    for (const owner of ['city', 'park-4', 'gone'])
      await expect(count(all(), owner, officer)).rejects.toMatchObject({ name: 'AUDIENCE_OWNER_UNKNOWN' });
  });

  it('tells one member rule by rule what it looked at, and keeps a trace of the look', async () => {
    const memberId = await memberOf(60);
    const audience = all(
      hardship,
      any({ field: 'age', operator: '<', value: 18 }, { field: 'park', operator: '!=', value: 'P1' }),
      {
        combinator: 'or',
        not: true,
        rules: [{ field: 'list', operator: 'in', value: 'big' }],
      },
    );
    const told = await service().explain(city, { audience, owner: 'city', memberId });
    expect(told).toMatchObject({
      meant: true,
      isBelowOwner: true,
      membership: 'ACTIVE',
      hasActiveCard: false,
      rules: {
        holds: true,
        rules: [
          { field: 'category', holds: true, saw: [{ value: 'HARDSHIP:DEEP', fromOn: '2016-01-01', untilOn: null }] },
          {
            kind: 'GROUP',
            combinator: 'or',
            holds: true,
            rules: [
              { holds: false, saw: [{ value: expect.stringMatching(/^\d{1,3}$/) }] },
              { holds: true, saw: [{ value: 'P8' }] },
            ],
          },
          { kind: 'GROUP', not: true, holds: true, rules: [{ holds: false, saw: [] }] },
        ],
      },
    });
    expect(JSON.stringify(told)).not.toMatch(/\d{4}-\d\d-\d\d(?<!2016-01-01)/);
    const noted: unknown[] = await app.database.db.query(
      `SELECT subject_id, detail FROM audit_entry WHERE action = 'audience.explained' AND actor_id = $1`,
      [city.loginId],
    );
    expect(noted).toEqual([
      { subject_id: memberId, detail: { owner: 'city', fields: ['age', 'category', 'list', 'park'] } },
    ]);
  });

  it('tells nothing of a member of another subtree, and no reasons above the officer', async () => {
    const memberId = await memberOf(60);
    const officer = anOfficer({ scope: ['/city/park-3/'] });
    const ask = (owner: string) => service().explain(officer, { audience: all(), owner, memberId });
    await expect(ask('park-3')).rejects.toMatchObject({ name: 'MEMBER_UNKNOWN' });
    await expect(ask('city')).rejects.toMatchObject({ name: 'AUDIENCE_OWNER_UNKNOWN' });
  });

  async function memberOf(serial: number): Promise<string> {
    const [row]: { id: string }[] = await app.database.db.query(`SELECT md5('m' || $1::int)::uuid AS id`, [serial]);
    return row?.id ?? '';
  }
});

/** Milliseconds of processor time a backend has used so far, in steps of ten: what others do on the machine does not count. */
function cpuMs(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
  return (Number(user) + Number(system)) * 10;
}
