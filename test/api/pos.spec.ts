import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const AMOUNT = 15_800;

describe('the API of tills', () => {
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

  it('quotes the same as it redeems, and keeps the code for the till that quoted', async () => {
    const { phone } = await world.aMember({ name: '欧阳娜娜' });
    const other = new Till(world, await world.aTerminal('wal-2'));
    const code = phone.show(clock.now());
    const quote = await till.quote({ code, amountFen: AMOUNT });
    expect(quote.statusCode).toBe(200);
    expect(quote.json()).toMatchObject({
      outcome: 'OK',
      holder: '欧阳**',
      discountFen: 2_000,
      payableFen: 13_800,
      validUntil: '2017-01-21T10:02:00+08:00',
    });
    expect((await other.redeem({ code, amountFen: AMOUNT })).json()).toMatchObject({ code: 'CODE_IN_USE' });
    clock.advance(119_000);
    const redeemed = await till.redeem({ code, amountFen: AMOUNT, quoteId: quote.json<{ quoteId: string }>().quoteId });
    expect(redeemed.json()).toMatchObject({ code: 'REDEEMED', discountFen: 2_000 });
  });

  it('refuses a quote of a code that another till quoted, until 120 s have passed', async () => {
    const { phone } = await world.aMember();
    const other = new Till(world, await world.aTerminal('wal-2'));
    const quotedBy = async (asked: Till, code: string) =>
      (await asked.quote({ code, amountFen: AMOUNT })).json<{ code?: string; outcome?: string }>();
    const code = phone.show(clock.now());
    expect(await quotedBy(till, code)).toMatchObject({ outcome: 'OK' });
    expect(await quotedBy(other, code)).toMatchObject({ code: 'CODE_IN_USE' });
    clock.advance(120_000);
    expect(await quotedBy(other, code)).toMatchObject({ code: 'CODE_IN_USE' });
    clock.advance(1);
    // Nobody's any more: what is left is a code whose time has passed, for its first till, too.
    for (const each of [other, till]) expect(await quotedBy(each, code)).toMatchObject({ code: 'CODE_EXPIRED' });
    expect(await quotedBy(other, phone.show(clock.now()))).toMatchObject({ outcome: 'OK' });
  });

  it('binds a quoted code to its till only for as long as the code itself is good and unused', async () => {
    const { phone } = await world.aMember();
    const other = new Till(world, await world.aTerminal('wal-2'));
    const code = phone.show(clock.now());
    await till.quote({ code, amountFen: AMOUNT });
    expect((await till.redeem({ code, amountFen: AMOUNT })).json()).toMatchObject({ code: 'REDEEMED' });
    for (const each of [till, other])
      expect((await each.quote({ code, amountFen: AMOUNT })).json()).toMatchObject({ code: 'CODE_USED' });
  });

  it('takes back items, and refuses one that was not bought or is back already', async () => {
    const { phone } = await world.aMember();
    const items = [
      { item: 'rice', amountFen: 6_000 },
      { item: 'oil', amountFen: 4_000 },
    ];
    const body = { code: phone.show(clock.now()), amountFen: 20_000, items, ticketNo: 'items' };
    const { redemptionId } = (await till.redeem(body)).json<{ redemptionId: string }>();
    const back = async (given: readonly { item: string; amountFen: number }[], amountFen?: number) =>
      (
        await till.reverse({
          type: 'PARTIAL',
          redemptionId,
          items: given,
          ...(amountFen === undefined ? {} : { amountFen }),
        })
      ).json<Record<string, unknown>>();
    expect(await back([{ item: 'oil', amountFen: 4_000 }])).toMatchObject({
      code: 'REVERSED',
      amountFen: 4_000,
      returnedFen: 0,
      refundFen: 4_000,
      discountFen: 2_000,
      remaining: [{ campaignId: 'open', discountFen: 2_000 }],
    });
    for (const refused of [
      [{ item: 'oil', amountFen: 4_000 }],
      [{ item: 'tea', amountFen: 1 }],
      [{ item: 'rice', amountFen: 5_999 }],
    ])
      expect(await back(refused)).toMatchObject({ code: 'OVER_AMOUNT' });
    // Less than the items are worth is a mistake, more takes other goods along: 5,000 are left, and the minimum is lost.
    expect(await back([{ item: 'rice', amountFen: 6_000 }], 5_999)).toMatchObject({ code: 'OVER_AMOUNT' });
    expect(await back([{ item: 'rice', amountFen: 6_000 }], 11_000)).toMatchObject({
      code: 'REVERSED',
      amountFen: 11_000,
      returnedFen: 2_000,
      refundFen: 9_000,
      discountFen: 0,
      remaining: [],
    });
  });

  it('takes a quote only from the till it was given to, for the code it was given for, and only the last one', async () => {
    const [{ phone }, stranger] = [await world.aMember(), await world.aMember()];
    const quoteOf = async (code: string): Promise<string> =>
      (await till.quote({ code, amountFen: AMOUNT })).json<{ quoteId: string }>().quoteId;
    const code = phone.show(clock.now());
    const ofAnother = await quoteOf(stranger.phone.show(clock.now()));
    const [before, last] = [await quoteOf(code), await quoteOf(code)];
    for (const quoteId of [ofAnother, before])
      expect((await till.redeem({ code, amountFen: AMOUNT, quoteId })).json()).toMatchObject({ code: 'QUOTE_UNKNOWN' });
    expect((await till.redeem({ code, amountFen: AMOUNT, quoteId: last })).json()).toMatchObject({ code: 'REDEEMED' });
  });

  it('says what would help when the basket is below the minimum', async () => {
    const { phone } = await world.aMember();
    const quote = await till.quote({ code: phone.show(clock.now()), amountFen: 15_150 });
    expect(quote.json()).toMatchObject({
      outcome: 'NONE',
      reason: 'NO_BENEFIT',
      cashierMessage: '还差 6.50 元可用「职工卡周末满减」',
      left: [{ campaignId: 'open', reason: 'BELOW_MINIMUM', hint: { moreFen: 650 } }],
    });
  });

  it('F48 refuses fields it does not know', async () => {
    const { phone } = await world.aMember();
    const answer = await till.redeem({
      code: phone.show(clock.now()),
      amountFen: AMOUNT,
      used: true,
      role: 'CITY_ADMIN',
    });
    expect(answer.statusCode).toBe(400);
  });

  it('asks for an idempotency key before anything else', async () => {
    const answer = await till.send('POST', '/pos/v1/redemptions', { code: '1', amountFen: 1, ticketNo: 'T' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'KEY_MISSING', field: 'Idempotency-Key' });
  });

  it.each([
    '',
    '9911',
    '9911'.padEnd(484, '0'),
    '9911'.padEnd(484, '9'),
    '９９１１'.padEnd(484, '０'),
    `9911${'1'.repeat(479)}\n`,
    'https://example.com',
  ])('F05 refuses the text %j as a code without storing anything', async (code) => {
    const before = await world.count('idempotency_key');
    const answer = await till.redeem({ code, amountFen: AMOUNT });
    expect(answer.statusCode).toBe(400);
    expect(await world.count('idempotency_key')).toBe(before);
  });

  it('F04 refuses a code with any digit changed', async () => {
    const { phone } = await world.aMember();
    const code = phone.show(clock.now());
    for (let at = 4; at < code.length; at += 13) {
      const changed = code.slice(0, at) + String((Number(code[at]) + 1) % 10) + code.slice(at + 1);
      const fresh = new Till(world, await world.aTerminal());
      const answer = await fresh.redeem({ code: changed, amountFen: AMOUNT });
      expect(answer.statusCode).toBe(400);
    }
  });

  it('shows a merchant nothing about the holder but a masked surname', async () => {
    const list = await till.send('GET', '/pos/v1/redemptions?limit=1');
    const [row] = list.json<{ items: Record<string, unknown>[] }>().items;
    expect(Object.keys(row ?? {}).toSorted()).toEqual(
      [
        'amountFen',
        'benefits',
        'cashier',
        'discountFen',
        'holder',
        'id',
        'occurredAt',
        'payableFen',
        'reversibleUntil',
        'state',
        'storeName',
        'ticketNo',
      ].toSorted(),
    );
    expect(row?.['holder']).toMatch(/^.{1,2}\*\*$/);
  });

  it('F51 answers injection attempts without breaking', async () => {
    const attempts = [
      "' OR 1=1 --",
      '"; DROP TABLE redemption; --',
      '${jndi:ldap://127.0.0.1/a}',
      '\u0000',
      '../../etc/passwd',
      '{{7*7}}',
      '<script>alert(1)</script>',
    ];
    for (const text of attempts) {
      const { phone } = await world.aMember();
      const answers = [
        await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, ticketNo: text, cashier: text }),
        await till.redeem({ code: text, amountFen: AMOUNT }),
        await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: text }),
        await till.send('GET', `/pos/v1/redemptions/by-key/${encodeURIComponent(text)}`),
        await till.send('GET', `/pos/v1/redemptions?cursor=${encodeURIComponent(text)}`),
      ];
      expect(answers.filter(({ statusCode }) => statusCode >= 500).map(({ body }) => body)).toEqual([]);
    }
  });
});
