import { setTimeout as sleep } from 'node:timers/promises';
import { CampaignBudgetService, CampaignsService } from '../../src/modules/benefits/index.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { World } from '../support/world.js';

const AMOUNT = 15_800;

describe.each([1, 2])('the money path under concurrency, processes: %i', (processes) => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let database: TestDatabase;
  let product: TestApp;
  let others: TestApp[];
  let world: World;
  let till: Till;
  let made = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    product = await startApp({ clock, database, jobs: true });
    const { keyring } = product;
    others = await Promise.all(Array.from({ length: processes - 1 }, () => startApp({ clock, database, keyring })));
    world = await World.build(product);
    till = await aTill();
  });
  afterAll(async () => {
    for (const each of [...others, product]) await each.close();
    await database.drop();
  });

  const processAt = (n: number): TestApp => [product, ...others][n % processes] ?? product;
  /** The next process answers it. */
  const aTill = async (storeId?: string): Promise<Till> =>
    new Till(world, await world.aTerminal(storeId)).at(processAt(made++));

  it('redeems once and answers the same to a repeated key', async () => {
    await world.publish({ id: 'plain', budget: { from: 'city-2017', totalFen: 100_000 } });
    const { phone } = await world.aMember();
    const body = { code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'plain' };
    const key = world.newKey();
    const first = await till.redeem(body, key);
    const again = await till.redeem(body, key);
    expect(first.statusCode).toBe(201);
    expect(first.json()).toMatchObject({
      code: 'REDEEMED',
      discountFen: 2_000,
      payableFen: 13_800,
      shares: { UNION: 2_000 },
    });
    expect(again.statusCode).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toBe(first.body);
    expect((await world.runtime('plain')).uses).toBe(1);
  });

  it('F02 refuses a code that was used, under another key', async () => {
    const { phone } = await world.aMember();
    const code = phone.show(clock.now());
    await till.redeem({ code, amountFen: AMOUNT, benefit: 'plain' });
    const second = await till.redeem({ code, amountFen: AMOUNT, benefit: 'plain' });
    expect(second.statusCode).toBe(409);
    expect(second.json()).toMatchObject({ code: 'CODE_USED' });
  });

  it('F03 gives one code to one of two tills, a hundred times', async () => {
    const other = await aTill('wal-2');
    const members = await world.someMembers(100);
    await world.publish({ id: 'one-code', budget: { from: 'city-2017', totalFen: 1_000_000 } });
    const wins = await Promise.all(
      members.map(async ({ phone }) => {
        const body = { code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'one-code' };
        const answers = await Promise.all([till.redeem(body), other.redeem(body)]);
        return answers.filter(({ statusCode }) => statusCode === 201).length;
      }),
    );
    expect(wins).toEqual(members.map(() => 1));
    expect((await world.runtime('one-code')).uses).toBe(100);
  });

  it('F10 sells a budget of 1,000 uses to 64 tills at once: exactly 1,000, nothing left', async () => {
    await world.publish({ id: 'hot', budget: { from: 'city-2017', totalFen: 1_000 * 2_000 } });
    const [tills, members] = [
      await Promise.all(Array.from({ length: 64 }, () => aTill())),
      await world.someMembers(1_064),
    ];
    const codes = await Promise.all(
      tills.map(async (one, at) => {
        const mine: number[] = [];
        for (const { phone } of members.filter((_, n) => n % tills.length === at)) {
          const body = { code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'hot' };
          mine.push((await one.redeem(body)).statusCode);
        }
        return mine;
      }),
    );
    expect(codes.flat().filter((code) => code === 201)).toHaveLength(1_000);
    expect(codes.flat().filter((code) => code === 409)).toHaveLength(64);
    expect(await world.runtime('hot')).toMatchObject({ spentFen: 2_000_000, totalFen: 2_000_000, uses: 1_000 });
  }, 180_000);

  it('F11 lets fifty parallel calls of one key have one effect and fifty equal answers', async () => {
    const { phone } = await world.aMember();
    const body = { code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'plain' };
    const before = (await world.runtime('plain')).uses;
    const key = world.newKey();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => till.at(processAt(n)).redeem(body, key)));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201]));
    expect((await world.runtime('plain')).uses).toBe(before + 1);
  });

  it('F12 refuses a key that was used for another amount', async () => {
    const { phone } = await world.aMember();
    const key = world.newKey();
    await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'plain' }, key);
    const other = await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT + 1, benefit: 'plain' }, key);
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: 'KEY_REUSED' });
  });

  it('F13 holds a limit of three a member from forty tills', async () => {
    await world.publish({
      id: 'thrice',
      limits: [{ per: 'MEMBER', period: 'DAY', times: 3 }],
      budget: { from: 'city-2017', totalFen: 1_000_000 },
    });
    const { phone } = await world.aMember();
    const tills = await Promise.all(Array.from({ length: 40 }, () => aTill()));
    const answers = await Promise.all(
      tills.map((one) => one.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'thrice' })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(3);
    expect((await world.runtime('thrice')).uses).toBe(3);
  });

  it('F14 gives "A or B once" once from two tills', async () => {
    const shared = {
      limits: [{ per: 'MEMBER' as const, period: 'DAY' as const, times: 1, share: 'one-of-two' }],
      budget: { from: 'city-2017', totalFen: 100_000 },
    };
    await world.publish({ id: 'either-a', ...shared });
    await world.publish({ id: 'either-b', ...shared });
    const other = await aTill();
    const { phone } = await world.aMember();
    const answers = await Promise.all([
      till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'either-a' }),
      other.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'either-b' }),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
  });

  it('F15 gives nothing after the commit of a pause in the storm', async () => {
    await world.publish({ id: 'storm', budget: { from: 'city-2017', totalFen: 10_000_000 } });
    const members = await world.someMembers(60);
    let pausedUses = -1;
    const storm = members.map(async ({ phone }, at) => {
      if (at === 20) {
        await product.get(CampaignsService).act(world.maker, 'storm', { action: 'PAUSE' });
        pausedUses = (await world.runtime('storm')).uses;
      }
      return till.at(processAt(at)).redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'storm' });
    });
    const answers = await Promise.all(storm);
    const { uses, state } = await world.runtime('storm');
    expect(state).toBe('PAUSED');
    expect(uses).toBe(pausedUses);
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(uses);
  });

  it('F15 gives nothing beyond a smaller budget after its commit in the storm, and refuses one below what is committed', async () => {
    const [giftFen, tills, turns] = [2_000, 20, 6];
    const wholeFen = tills * turns * giftFen;
    await world.publish({ id: 'cut', budget: { from: 'city-2017', totalFen: wholeFen } });
    const members = await world.someMembers(tills * turns);
    const statuses: number[] = [];
    // Each till keeps its last turn until the cut is through: a storm that is over too soon would leave nothing to refuse.
    let letGo = (): void => undefined;
    const isCut = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const storm = Array.from({ length: tills }, async (_, at) => {
      for (const [turn, { phone }] of members.slice(at * turns, (at + 1) * turns).entries()) {
        if (turn === turns - 1) await isCut;
        const body = { code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'cut' };
        statuses.push((await till.at(processAt(at)).redeem(body)).statusCode);
      }
    });
    const budgets = product.get(CampaignBudgetService);
    const refusalOfCutTo = (totalFen: number): Promise<unknown> =>
      budgets.change(world.maker, 'cut', totalFen).then(
        () => null,
        (refusal: unknown) => refusal,
      );
    while (statuses.length === 0) await sleep(1);
    // The tills go on between the look and the cut, so it is asked for again until it is not below what is committed.
    let newTotalFen = -1;
    for (let refusal: unknown = true; refusal !== null;) {
      newTotalFen = (await world.runtime('cut')).spentFen + giftFen;
      refusal = await refusalOfCutTo(newTotalFen);
      expect(refusal ?? { name: 'BELOW_COMMITTED' }).toMatchObject({ name: 'BELOW_COMMITTED' });
    }
    letGo();
    await Promise.all(storm);
    const { spentFen, totalFen, uses } = await world.runtime('cut');
    expect(totalFen).toBe(newTotalFen);
    expect(newTotalFen).toBeLessThan(wholeFen);
    expect({ spentFen, uses }).toEqual({ spentFen: newTotalFen, uses: newTotalFen / giftFen });
    expect(statuses.filter((status) => status === 201)).toHaveLength(uses);
    const below = budgets.change(world.maker, 'cut', spentFen - 1);
    await expect(below).rejects.toMatchObject({
      name: 'BELOW_COMMITTED',
      details: { extra: { committedFen: spentFen } },
    });
  });

  it.each([
    ['DAY', '2017-02-28T23:59:59.999+08:00', '2017-03-01T00:00:00+08:00'],
    ['WEEK', '2017-03-05T23:59:59.999+08:00', '2017-03-06T00:00:00+08:00'],
    ['MONTH', '2016-02-29T23:59:59.999+08:00', '2016-03-01T00:00:00+08:00'],
    ['YEAR', '2016-12-31T23:59:59.999+08:00', '2017-01-01T00:00:00+08:00'],
  ] as const)(
    'F23 begins the next %s at its midnight in Shanghai, not a millisecond before',
    async (period, last, first) => {
      clock.set(last);
      const id = `turn-${period.toLowerCase()}`;
      const when = { from: '2015-06-01T00:00:00+08:00', to: '2018-01-01T00:00:00+08:00' };
      const limits = [{ per: 'MEMBER' as const, period, times: 1 }];
      await world.publish({ id, when, limits, budget: { from: 'city-2017', totalFen: 100_000 } });
      const { phone } = await world.aMember();
      const redeem = async () =>
        (await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: id })).statusCode;
      expect([await redeem(), await redeem()]).toEqual([201, 409]);
      clock.set(first);
      expect([await redeem(), await redeem()]).toEqual([201, 409]);
      clock.set('2017-01-21T10:00:00+08:00');
    },
  );

  it('counts a frozen card for the very next request', async () => {
    const member = await world.aMember();
    await product.database.transaction((tx) =>
      tx.query(`UPDATE card SET state = 'FROZEN' WHERE id = $1`, [member.cardId]),
    );
    const answer = await till.redeem({ code: member.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'plain' });
    expect(answer.json()).toMatchObject({ code: 'CARD_NOT_ACTIVE' });
  });

  it('F06 F07 F08 F09 refuses a foreign device, a skewed step and an expired pass', async () => {
    const [mine, theirs] = [await world.aMember(), await world.aMember()];
    await world.bindPhone(mine.cardId, mine.cardNo);
    const replaced = await till.redeem({ code: mine.phone.show(clock.now()), amountFen: AMOUNT });
    expect(replaced.json()).toMatchObject({ code: 'DEVICE_REPLACED' });
    const late = theirs.phone.show(new Date(clock.now().getTime() - 120_000));
    const skewed = await till.redeem({ code: late, amountFen: AMOUNT });
    expect(skewed.json()).toMatchObject({ code: 'CODE_EXPIRED', serverTime: '2017-01-21T10:00:00+08:00' });
    clock.advance(73 * 3_600_000);
    const expired = await till.redeem({ code: theirs.phone.show(clock.now()), amountFen: AMOUNT });
    expect(expired.json()).toMatchObject({ code: 'PASS_EXPIRED' });
    clock.set('2017-01-21T10:00:00+08:00');
  });

  it('keeps the books: every event posted once, sums zero, balances the fold of their postings', async () => {
    await drain(product);
    const books = await product.get(LedgerService).check(product.database.db);
    expect(books).toMatchObject({ balanced: true });
    expect(await product.get(LedgerService).balance(product.database.db, 'campaign:hot')).toBe(0);
  });
});
