import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { ROOT } from '../support/imports.js';
import { World } from '../support/world.js';
import { forgetEvents, isAnyWaiting } from '../bench/events.js';
import { fillPast, splitPast } from '../bench/history.js';
import { jsonOf, notMeasured, ratioFigure, tableOf, valueFigure } from '../bench/report.js';

const FIGURES = [
  ratioFigure('redemptions', [900, 1_000, 1_100], [100, 200, 300], '≥ 5×'),
  ratioFigure('memory', [131], [100], '≤ 1.3×'),
  valueFigure('backlog', 0.25, 10, 's'),
  notMeasured('backlog on Redis', '≤ 10 s', 'redis-server is not on PATH'),
];

describe('what the bench says', () => {
  it('is for programs one array on one line, every figure of one shape', () => {
    const text = jsonOf(FIGURES);
    expect(text).toMatch(/^\[.*\]\n$/);
    expect(JSON.parse(text)).toEqual([
      { name: 'redemptions', value: 1_000, reference: 200, ratio: 5, goal: '≥ 5×', ok: true },
      { name: 'memory', value: 131, reference: 100, ratio: 1.31, goal: '≤ 1.3×', ok: false },
      { name: 'backlog', value: 0.25, reference: null, ratio: null, goal: '≤ 10 s', ok: true },
      {
        name: 'backlog on Redis',
        value: null,
        reference: null,
        ratio: null,
        goal: '≤ 10 s',
        ok: null,
        note: 'not measured: redis-server is not on PATH',
      },
    ]);
  });

  it('is for people a table that says in its row what could not be measured', () => {
    expect(tableOf(FIGURES).split('\n')).toEqual([
      'figure            ours  reference  ratio  goal    reached',
      'redemptions       1000  200        5×     ≥ 5×    yes',
      'memory            131   100        1.31×  ≤ 1.3×  NO',
      'backlog           0.25  –          –      ≤ 10 s  yes',
      'backlog on Redis  –     –          –      ≤ 10 s  not measured: redis-server is not on PATH',
      '',
    ]);
  });

  it('is one sentence and nothing on stdout when pgbench is missing', () => {
    const run = spawnSync(process.execPath, ['scripts/bench.mjs', '--json'], {
      cwd: ROOT,
      env: { PATH: '/nowhere' },
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr.trim()).toMatch(/^pgbench is not on PATH, [^\n]+$/);
  });
});

/** What the city's own budget line wrote is not past. */
const WHERE: Readonly<Record<string, string>> = { posting: "reason = 'REDEEMED'" };

describe('the past the bench fills in', () => {
  let product: TestApp;
  let owner: Client;

  beforeAll(async () => {
    product = await startApp();
    const world = await World.build(product);
    await world.someMembers(7);
    owner = new Client({ connectionString: product.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    await owner.query(readFileSync(join(ROOT, 'test/bench/reference.sql'), 'utf8'));
  });
  afterAll(async () => {
    await owner.end();
    await product.close();
  });

  it('lies in many months of every table that grows, and is nothing anybody still waits for', async () => {
    await splitPast(owner);
    await fillPast(owner, 600);
    await fillPast(owner, 400);
    for (const [table, rows] of Object.entries({
      redemption: 1_000,
      redemption_use: 1_000,
      code_use: 1_000,
      outbox: 1_000,
      inbox: 2_000,
      posting: 1_000,
    })) {
      const found = await owner.query<{ part: string; n: number }>(
        `SELECT tableoid::regclass::text AS part, count(*)::int AS n FROM ${table} WHERE ${WHERE[table] ?? 'true'} GROUP BY 1`,
      );
      expect({ table, rows: found.rows.reduce((sum, { n }) => sum + n, 0) }).toEqual({ table, rows });
      expect(found.rows.length).toBeGreaterThanOrEqual(9);
      expect(Math.max(...found.rows.map(({ n }) => n))).toBeLessThan(rows / 4);
    }
    const waiting = await owner.query(`SELECT 1 FROM outbox WHERE status <> 'SENT' OR sent_at > now() LIMIT 1`);
    expect(waiting.rows).toEqual([]);
  });

  it('keeps no earlier event in the backlog, and an event in it until everybody who hears of it has noted it', async () => {
    const announce = async (): Promise<string> => {
      const id = newId();
      const values = [id, 'redemption.redeemed'];
      await owner.query(`INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, $2, '{}', now())`, values);
      return id;
    };
    const hear = (consumer: string, id: string) =>
      owner.query('INSERT INTO inbox (consumer, event_id) VALUES ($1, $2)', [consumer, id]);
    await announce();
    const since = await forgetEvents(owner);
    const again = await owner.query(
      `SELECT 1 FROM outbox WHERE status <> 'SENT' OR sent_at > now() - interval '8 days'`,
    );
    expect(again.rows).toEqual([]);
    expect(await isAnyWaiting(owner, since)).toBe(false);
    const id = await announce();
    await hear('books', id);
    expect(await isAnyWaiting(owner, since)).toBe(true);
    await hear('reporting', id);
    expect(await isAnyWaiting(owner, since)).toBe(false);
  });
});
