import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { BudgetsService } from '../../src/modules/benefits/index.js';
import { LOAD } from '../../src/modules/redemption/engine/batch-load.repository.js';
import { Database } from '../../src/platform/database/database.js';
import { INDEX_ONLY } from '../../src/platform/database/prepared-pool.js';
import { beyondScope, type Reach, withinReach } from '../../src/platform/database/reach.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { officerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

/** Tables that say nothing of a person, a union or a merchant. Whoever adds one here says why. */
const NOBODYS: Readonly<Record<string, string>> = {
  migration: 'the history of the schema',
  member_category_code: 'names of groups, not who is in them',
  merchant_category: 'kinds of shops',
  holiday: 'the calendar',
  pass_policy: 'one number for all cards',
  benefit_epoch: 'one number for all campaigns',
  consent_text: 'what everybody is asked to agree to',
  retention_rule: 'how long what is kept',
};

/** Rows every officer sees: merchants belong to no union, parks are on every map. */
const OPEN = 'category_meaning district merchant park tally_state store terminal terminal_key enrolment_code'.split(
  ' ',
);

/** Of a login scoped may not read everything, and so not where its row lies. */
const PLACE: Readonly<Record<string, string>> = { login: 'id' };

const ALWAYS = { from: '2017-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' };
const PARK_A: Reach = { scope: ['/city/park-a/'] };
const PARK_B: Reach = { scope: ['/city/park-b/'] };

let product: TestApp;
let world: World;
let own: TestDatabase;
let superuser: Client;

beforeAll(async () => {
  own = await freshDatabase();
  product = await startApp({ database: own });
  world = await World.build(product);
  const a = await world.aMember({ orgId: 'u1', categories: [{ code: 'MIGRANT' }] });
  const b = await world.aMember({ orgId: 'u2', categories: [{ code: 'MIGRANT' }] });
  for (const orgId of ['park-a', 'park-b'])
    await product
      .get(BudgetsService)
      .create(world.maker, { id: `${orgId}-2026`, orgId, name: orgId, totalFen: 1_000_000, parentId: 'city-2017' });
  await world.publish({ owner: 'city', when: ALWAYS });
  for (const owner of ['park-a', 'park-b'])
    await world.publish({
      id: `${owner}-offer`,
      owner,
      when: ALWAYS,
      budget: { from: `${owner}-2026`, totalFen: 10_000 },
    });
  const [wal, tea] = [await world.aTerminal(), await world.aTerminal('tea-1', 'tea', 'RESTAURANT')];
  await new Till(world, wal).redeem({ code: a.phone.show(world.now), amountFen: 20_000 });
  await new Till(world, tea).redeem({ code: b.phone.show(world.now), amountFen: 20_000 });
  superuser = new Client({ connectionString: own.superuserUrl });
  await superuser.connect();
}, 120_000);

afterAll(async () => {
  await superuser?.end();
  await product?.close();
  await own?.drop();
});

interface Table {
  readonly name: string;
  readonly forced: boolean;
  readonly policies: string[];
}

async function tables(): Promise<Table[]> {
  const { rows } = await superuser.query<Table>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
       ARRAY(SELECT policyname::text FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname ORDER BY 1) AS policies
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  return rows;
}

/** What a reach sees of each table, as places of rows. */
async function seenBy(reach: Reach, names: readonly string[]): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  for (const name of names) {
    const rows: { at: string }[] = await withinReach(reach, () =>
      product.database.db.query(`SELECT ${PLACE[name] ?? 'tableoid::text || ctid::text'} AS at FROM ${name}`),
    );
    seen.set(
      name,
      rows.map(({ at }) => at),
    );
  }
  return seen;
}

describe('every table', () => {
  it('says whose rows a request sees, or stands among those that are nobody’s', async () => {
    const open = (await tables()).filter(
      ({ name, forced, policies }) => !(name in NOBODYS) && !(forced && policies.includes('admitted')),
    );
    // To the next engineer: add to your migration
    //   await runner.query(rowSecurity('your_table', visible.ofMember('member_id'))); // or ofUnion, of('card', 'card_id'), null
    // from migrations/row-security.ts, or name the table above with the reason why it says nothing of anybody.
    expect(open.map(({ name }) => `${name} has no row security: see migrations/row-security.ts`)).toEqual([]);
  });

  it('lets scoped do nothing that app may not do', async () => {
    const { rows } = await superuser.query(
      `SELECT c.relname AS name, held.privilege FROM pg_class c,
         unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,TRIGGER,REFERENCES}'::text[]) AS held (privilege)
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
         AND has_table_privilege('scoped', c.oid, held.privilege) AND NOT has_table_privilege('app', c.oid, held.privilege)`,
    );
    expect(rows).toEqual([]);
    for (const column of ['password_hash', 'totp_secret', 'phone_hash'])
      await expect(
        withinReach({ scope: ['/city/'] }, () => product.database.db.query(`SELECT ${column} FROM login`)),
      ).rejects.toThrow('permission denied');
  });

  it('shows no row to whoever has set no scope, an empty one or one that is no union', async () => {
    const secured = (await tables()).filter(({ name }) => !(name in NOBODYS)).map(({ name }) => name);
    for (const reach of [{ scope: [] }, { scope: [''] }, { scope: ['/nowhere/'] }, { merchantId: '' }]) {
      const blind = [...(await seenBy(reach, secured))].filter(([name, rows]) => {
        const shared = 'scope' in reach && reach.scope.length > 0 && OPEN.includes(name);
        return rows.length > 0 && !shared;
      });
      expect(blind).toEqual([]);
    }
    const app = new Client({ connectionString: own.appUrl });
    await app.connect();
    await app.query('SET ROLE scoped');
    for (const name of secured) expect((await app.query(`SELECT ${PLACE[name] ?? '*'} FROM ${name}`)).rows).toEqual([]);
    await app.end();
  });

  it('shows two sibling subtrees no row in common, and each its own', async () => {
    const names = (await tables()).map(({ name }) => name).filter((name) => !(name in NOBODYS) && !OPEN.includes(name));
    const [a, b] = [await seenBy(PARK_A, names), await seenBy(PARK_B, names)];
    const common = names.filter((name) => a.get(name)?.some((row) => b.get(name)?.includes(row)));
    expect(common).toEqual([]);
    const both = names.filter((name) => (a.get(name)?.length ?? 0) > 0 && (b.get(name)?.length ?? 0) > 0);
    expect(both).toEqual(
      expect.arrayContaining([
        'budget_line',
        'campaign',
        'campaign_runtime',
        'campaign_version',
        'card',
        'card_device',
        'member',
        'member_category',
        'redemption',
        'union_org',
      ]),
    );
  });

  it('shows a merchant’s people what is the merchant’s and nobody’s else', async () => {
    const names = (await tables()).map(({ name }) => name).filter((name) => !(name in NOBODYS) && name !== 'park');
    const [wal, tea] = [await seenBy({ merchantId: 'wal' }, names), await seenBy({ merchantId: 'tea' }, names)];
    expect(names.filter((name) => wal.get(name)?.some((row) => tea.get(name)?.includes(row)))).toEqual([]);
    const theirs = names.filter((name) => (wal.get(name)?.length ?? 0) > 0);
    expect(theirs.filter((name) => ['redemption', 'store', 'terminal'].includes(name))).toHaveLength(3);
    expect(theirs.filter((name) => ['member', 'card', 'campaign', 'union_org', 'budget_line'].includes(name))).toEqual(
      [],
    );
  });
});

describe('a request’s statements', () => {
  it('write nothing outside the reach', async () => {
    const insert = (orgId: string) =>
      withinReach(PARK_A, () =>
        product.database.transaction((tx) =>
          tx.query(
            `INSERT INTO member_list (id, name, owner_org_id, created_by, created_at) VALUES ($1, $1, $2, gen_random_uuid(), now())`,
            [`list-${orgId}`, orgId],
          ),
        ),
      );
    await expect(insert('u2')).rejects.toThrow('row-level security');
    await expect(insert('u1')).resolves.toBeDefined();
    const moved = await withinReach(PARK_A, () =>
      product.database.transaction((tx) => tx.query(`UPDATE member SET name = '改' WHERE org_id = 'u2'`)),
    );
    expect(moved[1]).toBe(0);
  });

  it('see more only through the one door, and are limited again behind it', async () => {
    const count = async (db: Pick<Database['db'], 'query'>): Promise<number> => {
      return (await db.query<[{ n: number }]>('SELECT count(*)::int AS n FROM member'))[0].n;
    };
    await withinReach(PARK_A, async () => {
      const { db } = product.database;
      expect([await count(db), await beyondScope(db, 'test', () => count(db)), await count(db)]).toEqual([1, 2, 1]);
      await product.database.transaction(async (tx) => {
        expect([await count(tx), await beyondScope(tx, 'test', () => count(tx)), await count(tx)]).toEqual([1, 2, 1]);
        const failed = product.database.savepoint(tx, (inner) =>
          beyondScope(inner, 'test', () => inner.query('SELECT 1 / 0')),
        );
        await expect(failed).rejects.toThrow('division by zero');
        expect(await count(tx)).toBe(1);
      });
      expect(await product.database.snapshot(count)).toBe(1);
    });
    expect(await count(product.database.db)).toBe(2);
  });

  it('leave nothing on the connection, however their transaction ends', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: product.appUrl,
      poolSize: 1,
      extra: { options: '-c role=app' },
    }).initialize();
    const database = new Database(source);
    const look = (): Promise<unknown> =>
      database.db.query(
        `SELECT pg_backend_pid() AS pid, current_user AS role, current_setting('worker_card.scope', true) AS scope, (SELECT count(*)::int FROM member) AS members`,
      );
    try {
      const [before] = (await look()) as [{ pid: number }];
      await withinReach(PARK_A, () => database.db.query('SELECT 1'));
      await expect(withinReach(PARK_A, () => database.transaction((tx) => tx.query('SELECT 1 / 0')))).rejects.toThrow(
        'division by zero',
      );
      await expect(withinReach(PARK_A, () => database.db.query('SELECT nothing'))).rejects.toThrow('nothing');
      await expect(
        withinReach(PARK_A, () =>
          database.transaction((tx) => beyondScope(tx, 'test', () => tx.query('SELECT 1 / 0'))),
        ),
      ).rejects.toThrow('division by zero');
      expect(await look()).toEqual([{ pid: before.pid, role: 'app', scope: '', members: 2 }]);
      await database.transaction(async (tx) => {
        await tx.query('SET LOCAL ROLE scoped');
        expect(await tx.query('SELECT count(*)::int AS n FROM member')).toEqual([{ n: 0 }]);
      });
    } finally {
      await source.destroy();
    }
  });
});

describe('the pages', () => {
  it('ask as scoped, which the platform’s own work never is', async () => {
    const officer = await officerToken(product, 'CITY_ADMIN', 'city');
    const listed = async (url: string): Promise<number> => {
      const answer = await product.fastify.inject({ url, headers: { authorization: `Bearer ${officer}` } });
      return answer.json<{ items: unknown[] }>().items.length;
    };
    expect(await listed('/console/v1/members')).toBe(2);
    await superuser.query('ALTER POLICY within_reach ON member USING (false)');
    expect(await listed('/console/v1/members')).toBe(0);
    expect(await world.count('member')).toBe(2);
    await superuser.query('ALTER POLICY within_reach ON member USING (true)');
  });
});

describe('the money path', () => {
  it('is planned as if there were no row security', async () => {
    const plans = async (): Promise<string[]> => {
      const app = new Client({ connectionString: own.appUrl, options: `-c role=app ${INDEX_ONLY}` });
      await app.connect();
      try {
        await app.query(`PREPARE load (json, json, json, json, json, text[], boolean) AS ${LOAD.text}`);
        const { rows } = await app.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (COSTS off) EXECUTE load ('[]', '[]', '[]', '[]', '[]', '{}', true)`,
        );
        const spend = await app.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (COSTS off, VERBOSE) UPDATE campaign_runtime c SET spent_fen = spent_fen + r.spent
           FROM json_to_recordset('[]') AS r (id text, spent bigint) WHERE c.campaign_id = r.id`,
        );
        const keep = await app.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (COSTS off, VERBOSE) INSERT INTO idempotency_key (terminal_id, key, created_at) VALUES ('a', 'b', now()) ON CONFLICT DO NOTHING`,
        );
        return [...rows, ...spend.rows, ...keep.rows].map((row) => row['QUERY PLAN']);
      } finally {
        await app.end();
      }
    };
    const withIt = await plans();
    const secured = (await tables()).filter(({ forced }) => forced).map(({ name }) => name);
    const each = (verb: string): string =>
      secured.map((name) => `ALTER TABLE ${name} ${verb} ROW LEVEL SECURITY`).join(';');
    await superuser.query(each('DISABLE'));
    const without = await plans();
    await superuser.query(each('ENABLE'));
    expect(withIt.length).toBeGreaterThan(40);
    expect(withIt).toEqual(without);
  });
});
