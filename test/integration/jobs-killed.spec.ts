import { LedgerService } from '../../src/modules/ledger/index.js';
import { DAY_MS, toWireTime } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { aKeyFolder, JobsProcess } from '../support/jobs-process.js';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const TILLS = 20;
const REDEMPTIONS = 1_000;
const OFF_FEN = 2_000;

const backends = redisAvailable() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);

describe.each(backends)('a thousand redemptions with the jobs process killed half way, queue on %s', (backend) => {
  let product: TestApp;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let redis: TestRedis | null = null;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await freshDatabase();
    if (backend === 'Redis') redis = await startRedis();
    const { folder, keyring } = await aKeyFolder();
    const queue: Record<string, string> = redis ? { REDIS_URL: redis.url } : {};
    environment = { DATABASE_URL: database.appUrl, KEYS_DIR: folder, ...queue };
    product = await startApp({ keyring, database, config: queue });
  });
  afterAll(async () => {
    await product.close();
    await redis?.stop();
    await database.drop();
  });

  it('leaves balanced books and every event handled once', async () => {
    const world = await World.build(product);
    // The jobs process lives by the machine's clock, and ends what is past.
    const when = { from: toWireTime(Date.now() - DAY_MS), to: toWireTime(Date.now() + DAY_MS) };
    await world.publish({ id: 'busy', when, budget: { from: 'city-2017', totalFen: 100_000_000 } });
    const tills = await Promise.all(
      Array.from({ length: TILLS }, async () => new Till(world, await world.aTerminal())),
    );
    const members = await world.someMembers(REDEMPTIONS);
    let jobs = await JobsProcess.start(environment);
    try {
      const codes: number[] = [];
      await Promise.all(
        tills.map(async (till, at) => {
          for (let n = at; n < members.length; n += TILLS) {
            const member = members[n];
            if (!member) continue;
            const answer = await till.redeem({
              code: member.phone.show(new Date()),
              amountFen: 15_800,
              benefit: 'busy',
            });
            codes.push(answer.statusCode);
            if (codes.length === REDEMPTIONS / 2) {
              await jobs.end('SIGKILL');
              jobs = await JobsProcess.start(environment);
            }
          }
        }),
      );
      expect(codes.filter((code) => code === 201)).toHaveLength(REDEMPTIONS);
      await drain(product);
    } finally {
      await jobs.end('SIGTERM');
    }

    expect(await world.runtime('busy')).toMatchObject({ uses: REDEMPTIONS, spentFen: REDEMPTIONS * OFF_FEN });
    expect(await world.count('posting', `reason = 'REDEEMED'`)).toBe(REDEMPTIONS);
    const ledger = product.get(LedgerService);
    expect(await ledger.check(product.database.db)).toMatchObject({ balanced: true });
    expect(await ledger.balance(product.database.db, 'merchant:wal')).toBe(REDEMPTIONS * OFF_FEN);
    const counted: { uses: number }[] = await product.database.db.query(
      `SELECT sum(uses)::int AS uses FROM campaign_day WHERE campaign_id = 'busy'`,
    );
    expect(counted[0]?.uses).toBe(REDEMPTIONS);
    expect(await world.count('dead_letter')).toBe(0);
  }, 180_000);
});
