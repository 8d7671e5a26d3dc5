import { Client } from 'pg';
import { listPartitions, retirePartition } from '../../src/cli/admin/partitions.js';
import { LOAD } from '../../src/modules/redemption/engine/batch-load.repository.js';
import { INDEX_ONLY } from '../../src/platform/database/prepared-pool.js';
import { PartitionsService } from '../../src/platform/database/partitions.service.js';
import { firstIdAt, newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';
import { ManualClock } from '../../src/shared/clock.js';

const HISTORY_MONTHS = 36;

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops'?: number;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Partitions of a plan that were really looked into. */
function touched(node: PlanNode): string[] {
  const own = node['Relation Name'] !== undefined && (node['Actual Loops'] ?? 0) > 0 ? [node['Relation Name']] : [];
  return [...own, ...(node.Plans ?? []).flatMap(touched)];
}

/** Tables of a plan that are read from end to end. */
function walked(node: PlanNode): string[] {
  const own = node['Relation Name'] !== undefined && node['Index Cond'] === undefined ? [node['Relation Name']] : [];
  return [...own, ...(node.Plans ?? []).flatMap(walked)];
}

describe('growth', () => {
  const clock = new ManualClock(new Date());
  let database: TestDatabase;
  let product: TestApp;
  let owner: Client;
  let app: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    owner = new Client({ connectionString: database.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    // A history of three years, month by month, as if the product had run all the while.
    for (const parent of ['redemption', 'redemption_use', 'reversal', 'outbox', 'inbox', 'posting', 'code_use']) {
      await owner.query(`DROP TABLE part.${parent}_before`);
      for (let back = 1; back <= HISTORY_MONTHS; back += 1)
        await owner.query(
          `SELECT partition_make($1, (date_trunc('month', now()) - make_interval(months => $2))::date)`,
          [parent, back],
        );
      // What is older still lies before, as in a product that was installed then.
      await owner.query(
        `DO $$ BEGIN EXECUTE format('CREATE TABLE part.%I PARTITION OF %I FOR VALUES FROM (MINVALUE) TO (%L)', '${parent}_before', '${parent}',
           partition_bound('${parent}', (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') - interval '${HISTORY_MONTHS} months') AT TIME ZONE 'Asia/Shanghai')); END $$`,
      );
    }
    app = new Client({ connectionString: database.appUrl, options: `-c role=app ${INDEX_ONLY}` });
    await app.connect();
    product = await startApp({ database, clock, config: { DATABASE_MAINTENANCE_URL: database.maintenanceUrl } });
  }, 60_000);
  afterAll(async () => {
    await product.close();
    await app.end();
    await owner.end();
    await database.drop();
  });

  const partitionsTouched = async (sql: string, values: unknown[]): Promise<string[]> => {
    const { rows } = await app.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('no plan');
    return [...new Set(touched(plan))].filter((name) => /_(?:\d{4}_\d{2}|\d)$/.test(name));
  };

  it.each([
    ['a redemption by its id', 'SELECT 1 FROM redemption WHERE id = $1', [newId()]],
    ['what a redemption used', 'SELECT 1 FROM redemption_use WHERE redemption_id = $1', [newId()]],
    ['the postings of an event', 'SELECT 1 FROM posting WHERE event_id = $1', [newId()]],
  ])('looks for %s in one partition, whatever the history', async (_what, sql, values) => {
    expect((await partitionsTouched(sql, values)).length).toBeLessThanOrEqual(1);
  });

  it('loads a batch from the partition of its codes and one of the keys, whatever the history', async () => {
    const step = Math.floor(Date.now() / 30_000);
    const request = { n: 0, terminal: 'a', key: 'b', cardNo: 1, slot: 1, step, ctr: 1 };
    const found = await partitionsTouched(LOAD.text, [JSON.stringify([request]), '[]', '[]', '[]', '[]', [], true]);
    expect(found.filter((name) => name.startsWith('code_use'))).toHaveLength(1);
    expect(found.filter((name) => name.startsWith('idempotency_key'))).toHaveLength(1);
    expect(found).toHaveLength(2);
  });

  it('walks through no table to load a batch, though its plan was made while the tables were empty', async () => {
    // Statistics that say "empty" are the worst: then a walk looks cheaper than an index.
    await owner.query('ANALYZE');
    const { rows } = await app.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${LOAD.text}`, [
      '[]',
      '[]',
      '[]',
      '[]',
      '[]',
      [],
      true,
    ]);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('no plan');
    // These two hold one row for ever.
    expect(walked(plan).filter((table) => table !== 'pass_policy' && table !== 'benefit_epoch')).toEqual([]);
  });

  it('has a partition for every month of the history and of the months ahead, no default, and no foreign key into them', async () => {
    const names = (await listPartitions(owner)).filter(({ parent }) => parent === 'redemption');
    // Those of the history, this month, three ahead, and the one before them all.
    expect(names).toHaveLength(HISTORY_MONTHS + 5);
    const { rows } = await owner.query(
      `SELECT (SELECT count(*)::int FROM pg_partitioned_table WHERE partdefid <> 0) AS defaults,
        (SELECT count(*)::int FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid WHERE f.contype = 'f' AND c.relkind = 'p') AS keys`,
    );
    expect(rows).toEqual([{ defaults: 0, keys: 0 }]);
  });

  it('puts the last and the first millisecond of a month each into its own', async () => {
    const { rows } = await owner.query<{ first: string }>(
      `SELECT (extract(epoch FROM date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai') * 1000)::bigint::text AS first`,
    );
    const firstMs = Number(rows[0]?.first);
    for (const ms of [firstMs - 1, firstMs])
      await owner.query(
        `INSERT INTO outbox (id, event, payload, occurred_at, status, sent_at) VALUES ($1, 'edge', '{}', now(), 'SENT', now())`,
        [firstIdAt(ms)],
      );
    const { rows: found } = await owner.query<{ part: string }>(
      `SELECT tableoid::regclass::text AS part FROM outbox WHERE event = 'edge' ORDER BY id`,
    );
    expect(new Set(found.map(({ part }) => part)).size).toBe(2);
  });

  it('makes the coming months as role maintenance while a redemption is open, and that role may do nothing else', async () => {
    await owner.query(`DROP TABLE part.redemption_${await monthsFromNow(3)}`);
    await app.query('BEGIN');
    await app.query(`INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, 'open', '{}', now())`, [newId()]);
    await app.query('SELECT 1 FROM redemption WHERE id = $1', [newId()]);
    try {
      expect(await product.get(PartitionsService).makeAhead()).toBe(1);
    } finally {
      await app.query('ROLLBACK');
    }
    expect(await product.get(PartitionsService).monthsAhead()).toBe(3);
    const maintenance = new Client({ connectionString: database.maintenanceUrl });
    await maintenance.connect();
    try {
      for (const forbidden of [
        'SELECT 1 FROM redemption',
        'CREATE TABLE public.mine ()',
        `SELECT partition_make('redemption', '2030-01-01')`,
        'DROP TABLE part.redemption_before',
        'ALTER TABLE redemption ADD COLUMN mine text',
      ])
        await expect(maintenance.query(forbidden)).rejects.toThrow(/permission denied|must be owner/);
    } finally {
      await maintenance.end();
    }
  });

  it('counts as ahead only months that follow one another and that every table has', async () => {
    const partitions = product.get(PartitionsService);
    expect(await partitions.monthsAhead()).toBe(3);
    await owner.query(`DROP TABLE part.posting_${await monthsFromNow(2)}`);
    expect(await partitions.monthsAhead()).toBe(1);
    await owner.query(`DROP TABLE part.inbox_${await monthsFromNow(1)}`);
    expect(await partitions.monthsAhead()).toBe(0);
    expect(await partitions.makeAhead()).toBe(2);
    expect(await partitions.monthsAhead()).toBe(3);
  });

  it('answers a key again after the month of its redemption is gone', async () => {
    const world = await World.build(product);
    const till = new Till(world, await world.aTerminal());
    const { phone } = await world.aMember();
    await world.publish({
      id: 'old',
      when: { from: '2016-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
    const body = { code: phone.show(clock.now()), amountFen: 15_800, benefit: 'old' };
    const first = await till.redeem(body, 'the-key');
    expect(first.statusCode).toBe(201);
    await owner.query(
      `DROP TABLE part.redemption_${await monthsFromNow(0)}, part.redemption_use_${await monthsFromNow(0)}`,
    );
    const again = await till.redeem(body, 'the-key');
    expect(again.body).toBe(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  const monthsAgo = async (months: number): Promise<string> => (await monthsFromNow(-months)).replace('_', '-');

  it('retires a month of facts only when all of them were handled, and never one of the books', async () => {
    const month = await monthsAgo(3);
    const id = firstIdAt(Date.parse(`${month}-15T00:00:00Z`));
    await owner.query(
      `INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, 'redemption.redeemed', '{}', now())`,
      [id],
    );
    const refused = () => expect(retirePartition(owner, 'outbox', month)).rejects.toThrow('1 facts');
    await refused();
    await owner.query(`UPDATE outbox SET status = 'SENT', sent_at = now() WHERE id = $1`, [id]);
    await refused();
    await owner.query(`INSERT INTO inbox (consumer, event_id) VALUES ('books', $1)`, [id]);
    await refused();
    // One listener has heard it, the other gave it up for good.
    await owner.query(
      `INSERT INTO dead_letter (id, consumer, event_id, event, reason, state, died_at)
       VALUES ($1, 'reporting', $2, 'redemption.redeemed', 'x', 'DEAD', now())`,
      [newId(), id],
    );
    await refused();
    await expect(retirePartition(owner, 'inbox', month)).rejects.toThrow('Retire outbox');
    await owner.query(`UPDATE dead_letter SET state = 'DISCARDED' WHERE event_id = $1`, [id]);
    for (const table of ['outbox', 'inbox']) {
      const name = await retirePartition(owner, table, month);
      expect((await listPartitions(owner)).some((partition) => partition.name === name)).toBe(false);
    }
    await expect(retirePartition(owner, 'posting', month)).rejects.toThrow('history');
    await expect(retirePartition(owner, 'outbox', await monthsAgo(0))).rejects.toThrow('too young');
  });

  it('finishes a month whose retirement was cut off, also when another month is asked for', async () => {
    const [first, second, third] = [await monthsAgo(4), await monthsAgo(5), await monthsAgo(6)];
    const cutOff = async (month: string): Promise<void> => {
      // A reader keeps the detachment waiting until it is given up.
      await app.query('BEGIN');
      await app.query('SELECT count(*) FROM code_use');
      await owner.query(`SET statement_timeout = '500ms'`);
      try {
        await expect(retirePartition(owner, 'code_use', month)).rejects.toThrow('statement timeout');
      } finally {
        await owner.query('RESET statement_timeout');
        await app.query('ROLLBACK');
      }
    };
    const attached = async () =>
      (await listPartitions(owner)).filter(({ parent }) => parent === 'code_use').map(({ name }) => name);
    const nameOf = (month: string) => `code_use_${month.replace('-', '_')}`;
    await cutOff(first);
    expect(await attached()).toContain(nameOf(first));
    expect(await retirePartition(owner, 'code_use', first)).toBe(nameOf(first));
    await cutOff(second);
    await retirePartition(owner, 'code_use', third);
    const left = await attached();
    for (const month of [first, second, third]) expect(left).not.toContain(nameOf(month));
  });

  const monthsFromNow = async (months: number): Promise<string> => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai' + make_interval(months => $1), 'YYYY_MM') AS name`,
      [months],
    );
    return rows[0]?.name ?? '';
  };
});
