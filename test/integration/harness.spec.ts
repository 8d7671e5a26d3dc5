import { Client } from 'pg';
import { freshDatabase } from '../support/database.js';
import { redisAvailable, startRedis } from '../support/redis.js';

describe('the test harness', () => {
  it('gives each suite a database that owner owns and app may use', async () => {
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      const found = await client.query<{ owner: string; locale: string; timezone: string }>(
        `SELECT pg_get_userbyid(datdba) AS owner, datlocale AS locale, current_setting('TimeZone') AS timezone
         FROM pg_database WHERE datname = current_database()`,
      );
      expect(found.rows).toEqual([{ owner: 'owner', locale: 'C.UTF-8', timezone: 'UTC' }]);
      await client.query('BEGIN; SET LOCAL ROLE scoped; COMMIT');
      await expect(client.query('CREATE TABLE public.x ()')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
      await database.drop();
    }
  });

  it('orders Chinese by pinyin when asked to', async () => {
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      const sorted = await client.query<{ name: string }>(
        `SELECT name FROM (VALUES ('赵'), ('陈'), ('李')) AS people (name) ORDER BY name COLLATE "zh-Hans-x-icu"`,
      );
      expect(sorted.rows.map((row) => row.name)).toEqual(['陈', '李', '赵']);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  it('starts a Redis of its own', async () => {
    if (!redisAvailable()) return;
    const redis = await startRedis();
    expect(redis.url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    await redis.stop();
    expect(() => process.kill(redis.pid, 0)).toThrow('ESRCH');
  });
});
