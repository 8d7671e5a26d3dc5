import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { redemptionRedeemed } from '../../src/modules/redemption/index.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { newId } from '../../src/shared/ids.js';
import { ApiProcess, FaultCity, Rush, until } from '../support/fault-city.js';
import { drain } from '../support/drain.js';
import { JobsProcess } from '../support/jobs-process.js';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.js';
import type { TestMember } from '../support/world.js';

const FROZEN_MS = 3_000;
/** Three times the lock of a job and the look for stalled ones together. */
const WORKER_FROZEN_MS = 90_000;
/** Until a worker that wakes has noticed what happened meanwhile. */
const AWAKE_MS = 5_000;

/** Who hears of a redemption: `books` and `reporting`. */
const LISTENERS = 2;

const backends = redisAvailable() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);

describe.each(backends)('events of the money path, the queue on %s', (backend) => {
  let city: FaultCity;
  let redis: TestRedis | null = null;
  let environment: Record<string, string>;
  let api: ApiProcess;
  let members: TestMember[];

  beforeAll(async () => {
    city = await FaultCity.build();
    members = await city.world.someMembers(300);
    if (backend === 'Redis') redis = await startRedis();
    environment = { ...city.environment, RESEND_AFTER_MS: '1000', ...(redis ? { REDIS_URL: redis.url } : {}) };
    api = await ApiProcess.start(environment);
  }, 90_000);
  afterAll(async () => {
    await api.end('SIGKILL');
    await redis?.stop();
    await city.close();
  }, 60_000);

  const redeem = (member: number) => {
    const one = members[member];
    if (!one) throw new Error('there is no such member');
    return api.redeem(city.till, one);
  };
  /** As many postings and counted uses as redemptions, and nothing given up. */
  const expectEachAppliedOnce = async (others = 0): Promise<void> => {
    await drain(city.product);
    const { redeemed } = await city.effects();
    const [row]: { uses: number; postings: number }[] = await city.product.database.db.query(
      `SELECT (SELECT coalesce(sum(uses), 0)::int FROM campaign_day WHERE campaign_id = 'fault') AS uses,
         (SELECT count(*)::int FROM posting WHERE reason = 'REDEEMED') AS postings`,
    );
    expect(row).toEqual({ uses: redeemed + others, postings: redeemed + others });
    const { db } = city.product.database;
    expect(await city.product.get(LedgerService).check(db)).toMatchObject({ balanced: true });
  };
  const announce = async (gate: Promise<void> = Promise.resolve()): Promise<void> => {
    const shares = { discountFen: 2_000, unionFen: 2_000, merchantFen: 0 };
    await city.product.database.transaction(async (tx) => {
      await city.product.get(Outbox).append(tx, redemptionRedeemed, {
        redemptionId: newId(),
        occurredAt: '2026-11-22T10:15:00+08:00',
        merchantId: 'wal',
        storeId: 'wal-1',
        orgPath: '/city/',
        ...shares,
        uses: [{ campaignId: 'fault', version: 1, ...shares }],
      });
      await gate;
    });
  };
  let others = 0;

  if (backend === 'Redis')
    it('F61 go on while Redis is flushed, killed, restarted empty and frozen, and each takes effect once', async () => {
      let server = redis as TestRedis;
      const jobs = await JobsProcess.start(environment);
      const rush = new Rush(city, () => api, members.slice(10));
      try {
        await sleep(500);
        const client = new Redis(server.url);
        await client.flushall();
        await client.quit();

        await sleep(500);
        process.kill(server.pid, 'SIGKILL');
        await sleep(500);
        expect((await redeem(0)).status).toBe(201);
        redis = server = await startRedis({ port: Number(new URL(server.url).port) });

        await sleep(500);
        process.kill(server.pid, 'SIGSTOP');
        expect((await redeem(1)).status).toBe(201);
        await sleep(FROZEN_MS);
        expect((await redeem(2)).status).toBe(201);
        process.kill(server.pid, 'SIGCONT');

        await sleep(500);
        expect(await rush.stop()).toBeGreaterThan(50);
        await expectEachAppliedOnce();
        expect(await city.world.count('dead_letter')).toBe(0);
      } finally {
        await rush.stop();
        await jobs.end('SIGTERM');
      }
    }, 120_000);

  it('F66 are not skipped when they commit late, after newer ones were carried', async () => {
    const jobs = await JobsProcess.start(environment);
    try {
      let commit: () => void = () => undefined;
      const late = announce(new Promise((resolve) => (commit = resolve)));
      await sleep(50);
      await announce();
      await drain(city.product);
      commit();
      await late;
      others += 2;
      await expectEachAppliedOnce(others);
      expect(await city.world.count('dead_letter')).toBe(0);
    } finally {
      await jobs.end('SIGTERM');
    }
  }, 60_000);

  it('F64 flow on past one that nobody can handle, which becomes a dead letter', async () => {
    const poison = newId();
    await city.product.database.db.query(
      `INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, $2, '{"redemptionId": "not one"}', now())`,
      [poison, redemptionRedeemed.name],
    );
    await Promise.all(Array.from({ length: 20 }, () => announce()));
    others += 20;
    const jobs = await JobsProcess.start(environment);
    try {
      const dead = () => city.world.count('dead_letter', `event_id = '${poison}'`);
      await until(async () => (await dead()) === LISTENERS);
      await city.product.database.db.query('DELETE FROM outbox WHERE id = $1', [poison]);
      await expectEachAppliedOnce(others);
      expect(await city.world.count('dead_letter')).toBe(LISTENERS);
    } finally {
      await jobs.end('SIGTERM');
    }
  }, 120_000);

  it('F63 take effect once when a worker freezes for 90 s in the middle of a job, another runs it long after its lock is lost, and the first wakes', async () => {
    await Promise.all(Array.from({ length: 20 }, () => announce()));
    others += 20;
    const lock = new Client({ connectionString: city.cluster.superuserUrl('faults') });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE campaign_day, posting IN ACCESS EXCLUSIVE MODE');
    const frozen = await JobsProcess.start(environment);
    // Not over the locking connection: within a transaction it would see the same moment again and again.
    const countWaiting = async (): Promise<number> => {
      const rows: { n: number }[] = await city.product.database.db.query(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows[0]?.n ?? 0;
    };
    await until(async () => (await countWaiting()) >= LISTENERS);
    frozen.freeze();
    await lock.query('COMMIT');
    await lock.end();
    const other = await JobsProcess.start(environment);
    try {
      await sleep(WORKER_FROZEN_MS);
      await expectEachAppliedOnce(others);
      frozen.thaw();
      await sleep(AWAKE_MS);
      await expectEachAppliedOnce(others);
      expect(await city.world.count('dead_letter', `reason NOT LIKE 'payload does not fit%'`)).toBe(0);
    } finally {
      await frozen.end('SIGKILL');
      await other.end('SIGTERM');
    }
  }, 240_000);
});
