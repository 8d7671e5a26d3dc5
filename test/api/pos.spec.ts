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

  it.each([
    ['0', 0],
    ['a negative amount', -1],
    ['a fraction', 1.5],
    ['1e21', 1e21],
    ['a text', '100'],
    ['2^53', 2 ** 53],
    ['nothing', undefined],
  ])('F22 refuses %s as an amount with 400', async (_name, amountFen) => {
    const { phone } = await world.aMember();
    const answer = await till.redeem({ code: phone.show(clock.now()), amountFen });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', field: 'amountFen' });
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

  it('F53 answers five personal reasons with the same bytes', async () => {
    const audience = {
      combinator: 'and' as const,
      rules: [{ field: 'category' as const, operator: 'has' as const, value: 'HARDSHIP' }],
    };
    const targeted = { kind: 'TARGETED' as const, audience, label: '职工专享满减' };
    await world.publish({
      ...targeted,
      id: 'elsewhere',
      owner: 'park-b',
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
    await world.publish({ ...targeted, id: 'named', budget: { from: 'city-2017', totalFen: 100_000 } });
    await world.publish({
      ...targeted,
      id: 'limited',
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
    await world.publish({ ...targeted, id: 'gone', budget: { from: 'city-2017', totalFen: 2_000 } });
    const [plain] = [await world.aMember()];
    const [inside, spender] = await world.someMembers(2, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    if (!inside || !spender) throw new Error('two members expected');
    await till.redeem({ code: inside.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'limited' });
    await till.redeem({ code: spender.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'gone' });

    const answers = [
      await till.redeem({ code: inside.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'elsewhere' }),
      await till.redeem({ code: plain.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'named' }),
      await till.redeem({ code: plain.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'no-such-benefit' }),
      await till.redeem({ code: inside.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'limited' }),
      await till.redeem({ code: inside.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'gone' }),
      await till.redeem({ code: inside.phone.show(clock.now()), amountFen: 100, benefit: 'named' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 409));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({ code: 'NOT_AVAILABLE', left: [] });
    const reasons: { reason: string }[] = await product.database.db.query(
      `SELECT reason FROM redemption WHERE state = 'DECLINED' ORDER BY occurred_at DESC, id DESC LIMIT 6`,
    );
    expect(reasons.map(({ reason }) => reason).toReversed()).toEqual([
      'NOT_ELIGIBLE',
      'NOT_ELIGIBLE',
      'NOT_AVAILABLE',
      'LIMIT_REACHED',
      'BUDGET_EXHAUSTED',
      'BELOW_MINIMUM',
    ]);
  });

  it('never lists a targeted campaign that is not applied', async () => {
    const { phone } = await world.aMember();
    const quote = await till.quote({ code: phone.show(clock.now()), amountFen: 100 });
    expect(quote.json<{ left: { campaignId: string }[] }>().left.map(({ campaignId }) => campaignId)).toEqual(['open']);
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
