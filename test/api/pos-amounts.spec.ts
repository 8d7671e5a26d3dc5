import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const AMOUNT = 15_800;

describe('numbers a till sends', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({ id: 'open', budget: { from: 'city-2017', totalFen: 1_000_000 } });
  });
  afterAll(() => product.close());

  const aBasket = async () => ({
    code: (await world.aMember()).phone.show(clock.now()),
    amountFen: AMOUNT,
    ticketNo: 'T1',
  });
  const authorize = async (body: Record<string, unknown>) =>
    till.send('POST', '/pos/v1/authorizations', { ...(await aBasket()), ...body }, world.newKey());
  const anAuthorization = async (): Promise<string> =>
    (await authorize({})).json<{ authorizationId: string }>().authorizationId;
  const aRedemption = async (): Promise<string> =>
    (await till.redeem(await aBasket())).json<{ redemptionId: string }>().redemptionId;

  /** Every call that takes an amount, right in all else. */
  const CALLS = {
    'a quote': async () => {
      const { code } = await aBasket();
      return { path: '/pos/v1/quotes', body: { code } };
    },
    'a redemption': async () => ({ path: '/pos/v1/redemptions', body: await aBasket() }),
    'an authorization': async () => ({ path: '/pos/v1/authorizations', body: await aBasket() }),
    'a capture': async () => ({ path: `/pos/v1/authorizations/${await anAuthorization()}/capture`, body: {} }),
    'a reversal': async () => ({
      path: '/pos/v1/reversals',
      body: { type: 'PARTIAL', redemptionId: await aRedemption() },
    }),
  };
  const AMOUNTS = {
    '0': 0,
    'a negative amount': -1,
    'a fraction': 1.5,
    '1e21': 1e21,
    'a text': '100',
    '2^53': 2 ** 53,
    nothing: undefined,
  };
  const standing = async () => [
    await world.runtime('open'),
    await world.count('idempotency_key'),
    await world.count('reversal'),
    await world.count('code_binding'),
  ];

  describe.each(Object.keys(CALLS) as (keyof typeof CALLS)[])('of %s', (call) => {
    it.each(Object.entries(AMOUNTS))(
      'F22 are refused with 400 when they are %s, and change nothing',
      async (_name, amountFen) => {
        const { path, body } = await CALLS[call]();
        const before = await standing();
        const answer = await till.send('POST', path, { ...body, amountFen }, world.newKey());
        expect(answer.statusCode).toBe(400);
        expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', field: 'amountFen' });
        expect(await standing()).toEqual(before);
      },
    );
  });

  it.each([
    ['a day and a minute', 1_441],
    ['no time', 0],
    ['a fraction', 1.5],
    ['a text', '15'],
  ])('of a hold are refused with 400 when it is to last %s', async (_name, holdMinutes) => {
    const answer = await authorize({ holdMinutes });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', field: 'holdMinutes' });
  });

  it('of a hold are taken up to a day', async () => {
    const answer = await authorize({ holdMinutes: 1_440 });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ code: 'HELD', expiresAt: '2017-01-22T10:00:00+08:00' });
  });

  it('of items are refused when they add up to more than the basket', async () => {
    const items = [{ item: 'rice', amountFen: AMOUNT + 1 }];
    for (const path of ['/pos/v1/quotes', '/pos/v1/redemptions', '/pos/v1/authorizations']) {
      const { ticketNo, ...basket } = await aBasket();
      const body = path.endsWith('quotes') ? basket : { ...basket, ticketNo };
      const answer = await till.send('POST', path, { ...body, items }, world.newKey());
      expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', field: 'items' });
    }
    const over = { type: 'PARTIAL', redemptionId: newId(), items: [{ item: 'rice', amountFen: -1 }] };
    expect((await till.reverse(over)).statusCode).toBe(400);
  });
});
