import { setTimeout as sleep } from 'node:timers/promises';
import { Nonces } from '../../src/modules/merchants/terminals/nonces.service.js';
import { parseConfig } from '../../src/platform/config/config.js';
import { RateLimiter } from '../../src/platform/http/rate-limit.js';
import { SharedMemory } from '../../src/platform/http/shared-memory.js';
import { ManualClock } from '../../src/shared/clock.js';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.js';

const NOW_MS = Date.parse('2017-01-21T10:00:00+08:00');

const bucket = (key: string, burst: number) => ({ key, allowance: { perSecond: 1, burst } });

// Without a redis-server on PATH there is nothing to share; the run says so in its first line.
if (redisAvailable()) {
  describe('what the processes of the api remember together', () => {
    let redis: TestRedis;
    let memories: [SharedMemory, SharedMemory];

    beforeEach(async () => {
      redis = await startRedis();
      const config = parseConfig({
        DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
        KEYS_DIR: 'none',
        REDIS_URL: redis.url,
      });
      memories = [new SharedMemory(config), new SharedMemory(config)];
      for (const memory of memories) while ((await memory.ask((it) => it.ping())) !== 'PONG') await sleep(10);
    });
    afterEach(async () => {
      for (const memory of memories) memory.onApplicationShutdown();
      await redis.stop();
    });

    it('refuses a nonce that another process saw, and without Redis one that this process saw (F61)', async () => {
      const clock = new ManualClock(new Date(NOW_MS).toISOString());
      const [one, other] = [new Nonces(memories[0], clock), new Nonces(memories[1], clock)];
      expect([await one.claim('tk_a', 'n1'), await other.claim('tk_a', 'n1')]).toEqual(['FRESH', 'REUSED']);
      await redis.stop();
      expect([await one.claim('tk_a', 'n2'), await one.claim('tk_a', 'n2')]).toEqual(['FRESH', 'REUSED']);
    });

    it('counts tokens over all processes, all buckets of a request or none', async () => {
      const [one, other] = [new RateLimiter(memories[0]), new RateLimiter(memories[1])];
      const [till, merchant] = [bucket('till', 5), bucket('merchant', 2)];
      expect(await one.take([till, merchant], NOW_MS)).toBe(0);
      expect(await other.take([till, merchant], NOW_MS)).toBe(0);
      expect(await other.take([till, merchant], NOW_MS)).toBe(1);
      await one.giveBack([till, merchant]);
      expect(await other.take([till, merchant], NOW_MS)).toBe(0);
      for (let n = 0; n < 3; n += 1) expect(await one.take([till], NOW_MS)).toBe(0);
      expect(await one.take([till], NOW_MS)).toBe(1);
      expect(await one.take([till], NOW_MS + 1_000)).toBe(0);
    });

    it('goes on alone at half the rate, and without waiting, when Redis stands still', async () => {
      const [one] = [new RateLimiter(memories[0])];
      process.kill(redis.pid, 'SIGSTOP');
      try {
        for (let n = 0; n < 2; n += 1) expect(await one.take([bucket('till', 4)], NOW_MS)).toBe(0);
        expect(await one.take([bucket('till', 4)], NOW_MS)).toBeGreaterThan(0);
      } finally {
        process.kill(redis.pid, 'SIGCONT');
      }
    });
  });
}
