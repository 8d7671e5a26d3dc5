import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { redemptionRedeemed } from '../../src/modules/redemption/index.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { Queues } from '../../src/platform/queue/queues.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { drain } from '../support/drain.js';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.js';

const RESEND_AFTER_MS = 200;
const UNION_FEN = 1_500;
const LISTENERS = ['books', 'reporting'] as const;

const backends = redisAvailable() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);

describe.each(backends)('what a queue on %s lost', (backend) => {
  let redis: TestRedis | null = null;
  let product: TestApp;
  let announced = 0;

  beforeAll(async () => {
    if (backend === 'Redis') redis = await startRedis();
    product = await startApp({
      jobs: true,
      config: { RESEND_AFTER_MS: String(RESEND_AFTER_MS), ...(redis ? { REDIS_URL: redis.url } : {}) },
    });
  });
  afterAll(async () => {
    await product.close();
    await redis?.stop();
  });

  const queues = () => LISTENERS.map((name) => product.get(Queues).get(name));

  /** Announces redemptions at one merchant, a pack and a half for each listener. */
  async function announce(count: number): Promise<void> {
    const shares = { discountFen: 2_000, unionFen: UNION_FEN, merchantFen: 500 };
    await product.database.transaction(async (tx) => {
      for (let n = 0; n < count; n += 1) {
        await product.get(Outbox).append(tx, redemptionRedeemed, {
          redemptionId: newId(),
          occurredAt: '2026-11-22T10:15:00+08:00',
          merchantId: 'm',
          storeId: 's',
          orgPath: '/city/',
          ...shares,
          uses: [{ campaignId: 'c', version: 1, ...shares }],
        });
      }
    });
    announced += count;
  }

  async function until(met: () => Promise<boolean>): Promise<void> {
    while (!(await met())) await sleep(20);
  }

  const isAllSent = async (): Promise<boolean> => {
    const [row]: [{ n: number }] = await product.database.db.query(
      `SELECT count(*)::int AS n FROM outbox WHERE status <> 'SENT'`,
    );
    return row.n === 0;
  };

  /** What the listeners made of it: money owed, postings, uses counted. */
  async function applied(): Promise<object> {
    const ledger = product.get(LedgerService);
    const { balanced, postings } = await ledger.check(product.database.db);
    const [row]: [{ uses: number }] = await product.database.db.query(
      'SELECT sum(uses)::int AS uses FROM campaign_day',
    );
    return { balanced, postings, owedFen: await ledger.balance(product.database.db, 'merchant:m'), uses: row.uses };
  }

  const eachOnce = () => ({ balanced: true, postings: announced, owedFen: announced * UNION_FEN, uses: announced });

  it('comes again, each event taking effect once', async () => {
    await Promise.all(queues().map((queue) => queue.pause()));
    await announce(150);
    await until(isAllSent);
    if (redis) await onRedis(redis, (client) => client.flushall());
    else await product.database.db.query(`DELETE FROM bullmq.job WHERE NOT name LIKE 'clock:%'`);
    await Promise.all(queues().map((queue) => queue.resume()));
    await drain(product);
    expect(await applied()).toEqual(eachOnce());

    await announce(10);
    await drain(product);
    expect(await applied()).toEqual(eachOnce());
  });

  it('is not what merely waits in a long queue: that is sent no second time', async () => {
    await Promise.all(queues().map((queue) => queue.pause()));
    await announce(150);
    await until(isAllSent);
    const sentAt = () =>
      product.database.db.query('SELECT id, sent_at FROM outbox ORDER BY sent_at DESC, id LIMIT 150');
    const before: unknown = await sentAt();
    await sleep(5 * RESEND_AFTER_MS);
    expect(await sentAt()).toEqual(before);
    await Promise.all(queues().map((queue) => queue.resume()));
    await drain(product);
    expect(await applied()).toEqual(eachOnce());
  });

  it('is put back also where it is clock work, which keeps its rhythm otherwise', async () => {
    const queue = product.get(Queues).get('identity');
    const schedulers = async () =>
      (await queue.getJobSchedulers(0, -1, true)).map(({ key, every }) => `${key} ${every}`).toSorted();
    const before = await schedulers();
    expect(before.length).toBeGreaterThan(0);
    const next = (await queue.getJobSchedulers(0, -1, true)).map((scheduler) => scheduler.next);
    await sleep(3 * RESEND_AFTER_MS);
    expect((await queue.getJobSchedulers(0, -1, true)).map((scheduler) => scheduler.next)).toEqual(next);

    if (redis) await onRedis(redis, (client) => client.flushall());
    else await product.database.db.query('DELETE FROM bullmq.job');
    await until(async () => (await queue.getDelayedCount()) === before.length);
    expect(await schedulers()).toEqual(before);
  });
});

async function onRedis(redis: TestRedis, work: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redis.url);
  await work(client);
  await client.quit();
}
