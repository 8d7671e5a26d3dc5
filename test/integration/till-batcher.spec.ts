import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { TillCommand } from '../../src/modules/redemption/engine/batch-facts.js';
import { BatchService } from '../../src/modules/redemption/engine/batch.service.js';
import { TillFactsService } from '../../src/modules/redemption/till-facts.service.js';
import { batchRetries } from '../../src/platform/http/metrics.js';
import { ManualClock } from '../../src/shared/clock.js';
import { stepAt } from '../../src/shared/code/phone-code.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
/** Beyond every partition, whatever year this runs in. */
const DECADES_STEPS = (40 * 365 * 86_400) / 30;

describe('the batches of tills', () => {
  const clock = new ManualClock(START);
  let database: TestDatabase;
  let product: TestApp;
  let world: World;
  let till: Till;
  let owner: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    product = await startApp({ clock, database });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    owner = new Client({ connectionString: database.superuserUrl });
    await owner.connect();
    // Of two that wait for each other the batch is to notice first.
    await owner.query(`SET deadlock_timeout = '60s'; SET ROLE owner`);
    const limits = [{ per: 'STORE' as const, period: 'DAY' as const, times: 1_000 }];
    await world.publish({ id: 'busy', limits, budget: { from: 'city-2017', totalFen: 10_000_000 } });
  });
  afterAll(async () => {
    await owner.end();
    await product.close();
    await database.drop();
  });
  afterEach(async () => {
    await owner.query('ROLLBACK');
    await owner.query(`UPDATE campaign_runtime SET total_fen = 10000000 WHERE campaign_id = 'busy'`);
  });

  const redeem = ({ phone }: TestMember, ticketNo = 'T1') =>
    till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit: 'busy', ticketNo });
  const retries = async (why: string): Promise<number> =>
    (await batchRetries.get()).values.find(({ labels }) => labels.why === why)?.value ?? 0;
  /** Connections of the money path that wait for a lock. */
  const stuck = async (): Promise<number> => {
    const { rows } = await owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'worker-card-money' AND wait_event_type = 'Lock'
       AND datname = current_database()`,
    );
    return rows[0]?.n ?? 0;
  };
  const until = async (is: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!(await is())) {
      if (Date.now() > deadline) throw new Error('it never came to that');
      await sleep(5);
    }
  };

  it('are two at most at once, and who comes meanwhile waits for the next', async () => {
    const members = await world.someMembers(30);
    await owner.query('BEGIN');
    await owner.query(`SELECT 1 FROM campaign_runtime WHERE campaign_id = 'busy' FOR UPDATE`);
    const answers = [];
    for (const member of members) {
      answers.push(redeem(member));
      // One after the other, so that each could have become a batch of its own.
      await sleep(5);
    }
    await until(async () => (await stuck()) === 2);
    await sleep(200);
    expect(await stuck()).toBe(2);
    await owner.query('COMMIT');
    const codes = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
    expect(codes).toEqual(members.map(() => 201));
  });

  it('are decided again on what is true now when a guard fails, and never refuse by it', async () => {
    // One commits alone; enough others wait for a second batch beside it.
    const members = await world.someMembers(20);
    const before = await retries('guard');
    await owner.query('BEGIN');
    await owner.query(`UPDATE campaign_runtime SET total_fen = spent_fen + 2000 WHERE campaign_id = 'busy'`);
    const answers = members.map((member) => redeem(member));
    await until(async () => (await stuck()) === 2);
    await owner.query('COMMIT');
    const codes = (await Promise.all(answers)).map((answer) => answer.json<{ code: string }>().code);
    // Money for one was left when the lock went: one got it, and the others are told so in words, not by a failure.
    expect(codes.toSorted()).toEqual([...members.slice(1).map(() => 'NOT_AVAILABLE'), 'REDEEMED']);
    expect(await retries('guard')).toBeGreaterThan(before);
  });

  it('go on item by item when a deadlock broke them, and each item has its one effect', async () => {
    const members = await world.someMembers(5);
    const before = await retries('error');
    await owner.query('BEGIN');
    await owner.query(`SELECT 1 FROM campaign_runtime WHERE campaign_id = 'busy' FOR UPDATE`);
    const answers = members.map((member) => redeem(member));
    await until(async () => (await stuck()) > 0);
    // The batch holds the counter and wants the campaign; now we hold the campaign and want the counter.
    await owner.query(`UPDATE limit_counter SET times = times WHERE key LIKE 'STORE:%:busy:%'`);
    await owner.query('COMMIT');
    const codes = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
    expect(codes).toEqual(members.map(() => 201));
    expect(await retries('error')).toBeGreaterThan(before);
    const ids = members.map(({ memberId }) => `'${memberId}'`).join();
    expect(await world.count('redemption', `member_id IN (${ids})`)).toBe(members.length);
  });

  it('let a poison item harm itself alone', async () => {
    await owner.query(`
      CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON redemption FOR EACH ROW WHEN (NEW.ticket_no = 'poison') EXECUTE FUNCTION poison();`);
    const members = await world.someMembers(6);
    const answers = await Promise.all(members.map((member, at) => redeem(member, at === 3 ? 'poison' : `T${at}`)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 500, 201, 201]);
    await owner.query('DROP TRIGGER poison ON redemption; DROP FUNCTION poison();');
    expect(await world.count('redemption', `member_id = '${members[3]?.memberId ?? ''}'`)).toBe(0);
  });

  describe('one by one under lock', () => {
    const commandOf = async (code: string, key = world.newKey()): Promise<TillCommand> => ({
      id: newId(),
      eventId: newId(),
      terminal: till.terminal,
      key,
      bodyHash: Buffer.alloc(32),
      request: { code, amountFen: 15_800, benefit: 'busy', ticketNo: 'T1' },
      presented: await product.get(TillFactsService).present(till.terminal, code),
    });
    const decide = async (code: string) => product.get(BatchService).decideLocked(await commandOf(code), clock.now());

    it('refuse a code of years ahead, whose use no partition could hold', async () => {
      const { phone } = await world.aMember();
      const verdict = await decide(phone.showStep(stepAt(clock.now().getTime() / 1_000) + DECADES_STEPS, 1));
      expect(verdict).toMatchObject({ kind: 'DECIDED', reason: 'CODE_EXPIRED', applied: [] });
    });

    it('give what a batch gives, and use a code once', async () => {
      const { phone } = await world.aMember();
      const code = phone.show(clock.now());
      expect(await decide(code)).toMatchObject({ kind: 'DECIDED', reason: null, applied: [{ discountFen: 2_000 }] });
      expect(await decide(code)).toMatchObject({ kind: 'DECIDED', reason: 'CODE_USED' });
    });

    it('answer a known key again, and write nothing for it', async () => {
      const { phone } = await world.aMember();
      const command = await commandOf(phone.show(clock.now()));
      const batches = product.get(BatchService);
      await batches.decideLocked(command, clock.now());
      const again = await batches.decideLocked({ ...command, id: newId(), eventId: newId() }, clock.now());
      expect(again).toMatchObject({ kind: 'REPLAY', known: { redemptionId: command.id } });
    });
  });
});
