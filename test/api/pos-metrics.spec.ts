import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const STEPS = ['wait', 'load', 'decide', 'commit'];

describe('/metrics after real traffic', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock, config: { POS_WAITING_MAX: '1' } });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({ id: 'open', budget: { from: 'city-2017', totalFen: 100_000 } });
    await world.publish({ id: 'tea', where: { merchants: ['tea'] }, budget: { from: 'city-2017', totalFen: 100_000 } });
  });
  afterAll(() => product.close());

  /** The value of one line; 0 when there is none. */
  const read = async (line: string): Promise<number> => {
    const { body } = await product.fastify.inject({ url: '/metrics' });
    const found = body.split('\n').find((each) => each.startsWith(`${line} `));
    return Number(found?.slice(line.length + 1) ?? 0);
  };
  const refused = (call: string, reason: string) =>
    read(`redemption_refusals_total{call="${call}",reason="${reason}"}`);
  const code = ({ phone }: TestMember): string => phone.show(clock.now());

  it('names the size of batches and the time of each step, the wait of every request', async () => {
    const members = await world.someMembers(5);
    for (const member of members) await till.redeem({ code: code(member), amountFen: 15_800 });
    expect(await read('redemption_batch_size_sum')).toBe(5);
    for (const step of STEPS) expect(await read(`redemption_batch_seconds_count{step="${step}"}`)).toBe(5);
    expect(await read('redemption_decisions_total{code="REDEEMED"}')).toBe(5);
  });

  it('counts refusals of every call by their true reason, and a replay not again', async () => {
    const member = await world.aMember();
    const body = { code: code(member), amountFen: 15_800, benefit: 'tea', ticketNo: 'T' };
    const key = world.newKey();
    await till.redeem(body, key);
    await till.redeem(body, key);
    // The till heard only NOT_AVAILABLE.
    expect(await refused('redeem', 'NOT_HERE')).toBe(1);
    await till.send('POST', '/pos/v1/authorizations', { ...body, code: code(member) }, world.newKey());
    expect(await refused('authorize', 'NOT_HERE')).toBe(1);
    await till.quote({ code: code(member), amountFen: 15_800, benefit: 'tea' });
    expect(await refused('quote', 'NOT_HERE')).toBe(1);

    const good = code(member);
    const forged = good.slice(0, -4) + (good.endsWith('1111') ? '2222' : '1111');
    const answer = await till.redeem({ code: forged, amountFen: 15_800 });
    expect(await refused('redeem', answer.json<{ code: string }>().code)).toBe(1);
    expect(answer.json<{ code: string }>().code).toMatch(/^CODE_(FORGED|MALFORMED)$/);

    for (const call of ['capture', 'void'] as const) {
      const sent = call === 'capture' ? { amountFen: 1 } : {};
      await till.send('POST', `/pos/v1/authorizations/${newId()}/${call}`, sent, world.newKey());
      expect(await refused(call, 'AUTHORIZATION_UNKNOWN')).toBe(1);
    }
    await till.reverse({ type: 'CANCEL', redemptionId: newId() });
    expect(await refused('reverse', 'REDEMPTION_UNKNOWN')).toBe(1);
  });

  it('counts who finds the waiting room full', async () => {
    const owner = new Client({ connectionString: product.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query(`SELECT 1 FROM campaign_runtime WHERE campaign_id = 'open' FOR UPDATE`);
    const answers = [];
    for (const member of await world.someMembers(6)) {
      answers.push(till.redeem({ code: code(member), amountFen: 15_800 }));
      await sleep(100);
    }
    await owner.query('COMMIT');
    await owner.end();
    const full = (await Promise.all(answers)).filter(({ statusCode }) => statusCode === 503);
    // Two are committing, one waits.
    expect(full).toHaveLength(3);
    expect(await refused('redeem', 'UNAVAILABLE')).toBe(3);
  });

  it('times what is decided one by one too', async () => {
    const [decided, committed] = [
      await read('redemption_batch_seconds_count{step="decide"}'),
      await read('redemption_batch_seconds_count{step="commit"}'),
    ];
    const owner = new Client({ connectionString: product.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    // The first commit of a batch breaks; a sequence counts on though its transaction is rolled back.
    await owner.query(`
      CREATE SEQUENCE breaks;
      GRANT USAGE ON SEQUENCE breaks TO app;
      CREATE FUNCTION break_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('breaks') = 1 THEN RAISE EXCEPTION 'once'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER break_once BEFORE INSERT ON redemption FOR EACH ROW EXECUTE FUNCTION break_once();`);
    const answer = await till.redeem({ code: code(await world.aMember()), amountFen: 15_800 });
    await owner.query('DROP TRIGGER break_once ON redemption; DROP FUNCTION break_once(); DROP SEQUENCE breaks;');
    await owner.end();
    expect(answer.statusCode).toBe(201);
    expect(await read('redemption_batch_seconds_count{step="decide"}')).toBe(decided + 2);
    expect(await read('redemption_batch_seconds_count{step="commit"}')).toBe(committed + 1);
  });
});
