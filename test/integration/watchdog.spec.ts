import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { redemptionRedeemed } from '../../src/modules/redemption/index.js';
import { newId } from '../../src/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aKeyFolder, JobsProcess } from '../support/jobs-process.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const SILENCE_MS = 1_000;

describe('a jobs process that stopped working', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await freshDatabase();
    const { hostname, port } = new URL(database.appUrl);
    proxy = await TcpProxy.to({ host: hostname, port: Number(port) });
    const { folder } = await aKeyFolder();
    environment = {
      DATABASE_URL: proxy.through(database.appUrl),
      KEYS_DIR: folder,
      RESEND_AFTER_MS: '200',
      WATCHDOG_SILENCE_MS: String(SILENCE_MS),
    };
  });
  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  it('is ended when its event loop stands still', async () => {
    const jobs = await JobsProcess.start({ ...environment, WATCHDOG_LOOP_MS: '1000' }, './test/support/blockable.mjs');
    jobs.send('block');
    expect(await jobs.ended()).toBe('SIGKILL');
    expect(jobs.words()).toContain('the event loop stood still for 1000 ms: ending this process');
  });

  it('ends itself when it hangs on dead connections though the database answers', async () => {
    const jobs = await JobsProcess.start(environment);
    proxy.freeze();
    expect(await jobs.ended()).toBe(1);
    expect(jobs.words()).toContain('stopped working: ending this process for its supervisor to start it again');
  });

  it('does not end while the database is away, and goes on when it is back', async () => {
    const jobs = await JobsProcess.start(environment);
    try {
      proxy.cut();
      await sleep(5 * SILENCE_MS);
      expect(lastWords(jobs)).toEqual([]);
      expect(jobs.isRunning).toBe(true);
      proxy.mend();
      const eventId = await announce(database.appUrl);
      while ((await countHandled(database.appUrl, eventId)) < 2) await sleep(50);
      expect(jobs.isRunning).toBe(true);
    } finally {
      await jobs.end('SIGTERM');
    }
  });
});

/** What a process said for the last time, if it did. */
const lastWords = (jobs: JobsProcess): string[] =>
  jobs
    .words()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"level":"warn"'));

async function announce(url: string): Promise<string> {
  const shares = { discountFen: 2_000, unionFen: 1_500, merchantFen: 500 };
  const payload = redemptionRedeemed.schema.parse({
    redemptionId: newId(),
    occurredAt: '2026-11-22T10:15:00+08:00',
    merchantId: 'm',
    storeId: 's',
    orgPath: '/city/',
    ...shares,
    uses: [{ campaignId: 'c', version: 1, ...shares }],
  });
  const id = newId();
  await query(url, 'INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, $2, $3, now())', [
    id,
    redemptionRedeemed.name,
    JSON.stringify(payload),
  ]);
  return id;
}

async function countHandled(url: string, eventId: string): Promise<number> {
  const [row] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM inbox WHERE event_id = $1', [eventId]);
  return row?.n ?? 0;
}

async function query<Row extends object>(connectionString: string, sql: string, values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString, options: '-c role=app' });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
