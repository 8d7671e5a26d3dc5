import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const AMOUNT = 15_800;

describe('how fast a till may go', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;

  beforeAll(async () => {
    product = await startApp({ clock, config: { POS_TERMINAL_PER_SECOND: '1', POS_TERMINAL_BURST: '2' } });
    world = await World.build(product);
    await world.publish({ id: 'open', budget: { from: 'city-2017', totalFen: 1_000_000 } });
  });
  afterAll(() => product.close());

  it('makes a hurried till wait and says how long, but a replay is free', async () => {
    const till = new Till(world, await world.aTerminal());
    const members = await world.someMembers(3);
    const bodies = members.map(({ phone }) => ({ code: phone.show(clock.now()), amountFen: AMOUNT }));
    const key = world.newKey();
    const first = await till.redeem(bodies[0] ?? {}, key);
    expect(first.statusCode).toBe(201);
    expect((await till.redeem(bodies[1] ?? {})).statusCode).toBe(201);
    const hurried = await till.redeem(bodies[2] ?? {});
    expect(hurried.statusCode).toBe(429);
    expect(hurried.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryable: true });
    expect(hurried.headers['retry-after']).toBe('1');
    const replay = await till.redeem(bodies[0] ?? {}, key);
    expect(replay.body).toBe(first.body);
    clock.advance(1_000);
    expect((await till.redeem(bodies[2] ?? {})).statusCode).toBe(201);
  });

  it('stops a card after five failed codes at one till, and leaves other tills alone', async () => {
    const [till, other] = [new Till(world, await world.aTerminal()), new Till(world, await world.aTerminal())];
    const { phone } = await world.aMember();
    const stale = (): string => phone.show(new Date(clock.now().getTime() - 600_000));
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      clock.advance(1_000);
      codes.push((await till.redeem({ code: stale(), amountFen: AMOUNT })).json<{ code: string }>().code);
    }
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'CODE_EXPIRED'), 'TOO_MANY_FAILED_CODES']);
    expect((await other.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT })).statusCode).toBe(201);
  });
});

describe('a waiting room that is full', () => {
  it('sends tills away at once with 503 and Retry-After, and takes them when they come again with the same key', async () => {
    const clock = new ManualClock('2017-01-21T10:00:00+08:00');
    const product = await startApp({ clock, config: { POS_WAITING_MAX: '1' } });
    try {
      const world = await World.build(product);
      await world.publish({ id: 'open', budget: { from: 'city-2017', totalFen: 1_000_000 } });
      const till = new Till(world, await world.aTerminal());
      const attempts = (await world.someMembers(40)).map(({ phone }) => ({
        body: { code: phone.show(clock.now()), amountFen: AMOUNT },
        key: world.newKey(),
      }));
      const answers = await Promise.all(attempts.map(({ body, key }) => till.redeem(body, key)));
      const away = attempts.filter((_, at) => answers[at]?.statusCode === 503);
      expect(away.length).toBeGreaterThan(0);
      for (const answer of answers.filter(({ statusCode }) => statusCode === 503)) {
        expect(answer.json()).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        expect(answer.headers['retry-after']).toBe('1');
      }
      for (const { body, key } of away) expect((await till.redeem(body, key)).statusCode).toBe(201);
      expect((await world.runtime('open')).uses).toBe(attempts.length);
    } finally {
      await product.close();
    }
  });
});
