import { CampaignsService } from '../../src/modules/benefits/index.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const AMOUNT = 15_800;
const START = '2017-01-21T10:00:00+08:00';

describe('taking a redemption back', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({
      id: 'back',
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));

  const redeem = async (benefit = 'back') => {
    const member = await world.aMember();
    const answer = await till.redeem({ code: member.phone.show(clock.now()), amountFen: AMOUNT, benefit });
    expect(answer.statusCode).toBe(201);
    return { member, redemptionId: answer.json<{ redemptionId: string }>().redemptionId };
  };

  it('gives back money, use and the member limit, once', async () => {
    const before = await world.runtime('back');
    const { member, redemptionId } = await redeem();
    const key = world.newKey();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => till.reverse({ type: 'CANCEL', redemptionId }, key)),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({ code: 'REVERSED', returnedFen: 2_000, discountFen: 0 });
    expect(await world.runtime('back')).toMatchObject({ spentFen: before.spentFen, uses: before.uses });
    const again = await till.redeem({ code: member.phone.show(clock.now()), amountFen: AMOUNT, benefit: 'back' });
    expect(again.statusCode).toBe(201);
  });

  it('refuses a second reversal under another key', async () => {
    const { redemptionId } = await redeem();
    const answers = await Promise.all([1, 2, 3].map(() => till.reverse({ type: 'CANCEL', redemptionId })));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(answers.find(({ statusCode }) => statusCode === 409)?.json()).toMatchObject({ code: 'ALREADY_REVERSED' });
  });

  it('allows the last instant of its time and nothing after it', async () => {
    const [{ redemptionId: inTime }, { redemptionId: late }] = [await redeem(), await redeem()];
    clock.advance(7 * 86_400_000);
    expect((await till.reverse({ type: 'CANCEL', redemptionId: inTime })).statusCode).toBe(201);
    clock.advance(1);
    expect((await till.reverse({ type: 'CANCEL', redemptionId: late })).json()).toMatchObject({ code: 'TOO_LATE' });
  });

  it('F20 refuses a till of another store', async () => {
    const { redemptionId } = await redeem();
    const elsewhere = new Till(world, await world.aTerminal('wal-2'));
    expect((await elsewhere.reverse({ type: 'CANCEL', redemptionId })).json()).toMatchObject({
      code: 'REDEMPTION_UNKNOWN',
    });
  });

  it('F21 buries a key that was reversed before its request arrived', async () => {
    const { phone } = await world.aMember();
    const originalKey = world.newKey();
    const reversal = await till.reverse({ type: 'TIMEOUT', originalKey });
    expect(reversal.json()).toMatchObject({ code: 'REVERSED', returnedFen: 0, redemptionId: null });
    const late = await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'back' }, originalKey);
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({ code: 'REVERSED_BEFORE_ARRIVAL' });
  });

  it('finds a redemption by its key and reverses it by its key', async () => {
    const { phone } = await world.aMember();
    const key = world.newKey();
    const redeemed = await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT, benefit: 'back' }, key);
    const found = await till.send('GET', `/pos/v1/redemptions/by-key/${key}`);
    expect(found.body).toBe(redeemed.body);
    expect((await till.reverse({ type: 'TIMEOUT', originalKey: key })).json()).toMatchObject({
      code: 'REVERSED',
      returnedFen: 2_000,
    });
    expect((await till.send('GET', '/pos/v1/redemptions/by-key/never-sent')).json()).toMatchObject({
      code: 'REQUEST_UNKNOWN',
    });
  });

  it('returns the money to the budget line once the campaign has ended', async () => {
    await world.publish({ id: 'over', budget: { from: 'city-2017', totalFen: 10_000 } });
    const { redemptionId } = await redeem('over');
    await drain(product);
    await product.get(CampaignsService).act(world.maker, 'over', { action: 'END' });
    const handed = async () =>
      (await product.database.db.query(`SELECT handed_fen AS fen FROM budget_line WHERE id = 'city-2017'`))[0]
        .fen as number;
    const before = await handed();
    expect((await till.reverse({ type: 'CANCEL', redemptionId })).statusCode).toBe(201);
    expect(await handed()).toBe(before - 2_000);
    await drain(product);
    const ledger = product.get(LedgerService);
    expect(await ledger.balance(product.database.db, 'campaign:over')).toBe(0);
    expect(await ledger.check(product.database.db)).toMatchObject({ balanced: true });
  });
});
