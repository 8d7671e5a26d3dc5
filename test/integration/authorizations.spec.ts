import { AuthorizationService } from '../../src/modules/redemption/index.js';
import { CardsService } from '../../src/modules/cards/index.js';
import { BudgetsService, CampaignsService } from '../../src/modules/benefits/index.js';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const MINUTE = 60_000;

describe('an authorization', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;
  let other: Till;

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    other = new Till(world, await world.aTerminal('wal-2'));
    await world.publish({
      id: 'meal',
      mechanism: { type: 'PERCENT_OFF', bps: 1_000 },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      budget: { from: 'city-2017', totalFen: 1_000_000 },
    });
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));

  const hold = async (amountFen = 20_000, benefit = 'meal', holdMinutes?: number) => {
    const member = await world.aMember();
    const key = world.newKey();
    const body = { code: member.phone.show(clock.now()), amountFen, benefit, ticketNo: 'T1' };
    const answer = await till.send(
      'POST',
      '/pos/v1/authorizations',
      holdMinutes === undefined ? body : { ...body, holdMinutes },
      key,
    );
    expect(answer.statusCode).toBe(201);
    return { member, key, id: answer.json<{ authorizationId: string }>().authorizationId };
  };
  const capture = (id: string, amountFen: number, key = world.newKey(), at = till) =>
    at.send('POST', `/pos/v1/authorizations/${id}/capture`, { amountFen }, key);
  const undo = (id: string, key = world.newKey(), at = till) =>
    at.send('POST', `/pos/v1/authorizations/${id}/void`, {}, key);

  it('holds the budget, spends on capture what the final basket gets, and frees the rest', async () => {
    const before = await world.runtime('meal');
    const { id } = await hold(20_000);
    expect(await world.runtime('meal')).toMatchObject({ heldFen: before.heldFen + 2_000, spentFen: before.spentFen });
    const answer = await capture(id, 15_000);
    expect(answer.json()).toMatchObject({ code: 'CAPTURED', discountFen: 1_500, payableFen: 13_500, returnedFen: 500 });
    expect(await world.runtime('meal')).toMatchObject({ heldFen: before.heldFen, spentFen: before.spentFen + 1_500 });
    await drain(product);
    expect(await product.get(LedgerService).check(product.database.db)).toMatchObject({ balanced: true });
  });

  it('F19 ends once when captured twice at once, and keeps its hold when asked for more than is held', async () => {
    const { id } = await hold(20_000);
    expect((await capture(id, 20_001)).json()).toMatchObject({ code: 'OVER_HOLD' });
    const answers = await Promise.all([capture(id, 20_000), capture(id, 20_000), undo(id)]);
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    const lost = answers
      .filter(({ statusCode }) => statusCode === 409)
      .map((each) => each.json<{ code: string }>().code);
    expect(lost.every((code) => code === 'ALREADY_CAPTURED' || code === 'ALREADY_VOIDED')).toBe(true);
    expect(new Set(lost).size).toBe(1);
  });

  it('F19 is gone at exactly fifteen minutes and not a millisecond before', async () => {
    const [{ id: inTime }, { id: late }] = [await hold(), await hold()];
    const before = await world.runtime('meal');
    clock.advance(15 * MINUTE - 1);
    expect((await capture(inTime, 20_000)).statusCode).toBe(201);
    clock.advance(1);
    expect((await capture(late, 20_000)).json()).toMatchObject({ code: 'AUTHORIZATION_EXPIRED' });
    expect((await undo(late)).json()).toMatchObject({ code: 'AUTHORIZATION_EXPIRED' });
    expect(await world.runtime('meal')).toMatchObject({ heldFen: before.heldFen - 4_000 });
  });

  it('is freed by the clock when nobody touches it, and the member may come again', async () => {
    const { member } = await hold();
    clock.advance(15 * MINUTE);
    expect(await product.get(AuthorizationService).expireLapsed()).toBeGreaterThanOrEqual(1);
    const again = await till.redeem({ code: member.phone.show(clock.now()), amountFen: 20_000, benefit: 'meal' });
    expect(again.statusCode).toBe(201);
  });

  it('lasts as long as its till asked for', async () => {
    const { id } = await hold(20_000, 'meal', 24 * 60);
    clock.advance(23 * 60 * MINUTE);
    expect((await capture(id, 20_000)).statusCode).toBe(201);
  });

  it('F20 is voided once, by its own store alone', async () => {
    const { id } = await hold();
    expect((await undo(id, world.newKey(), other)).json()).toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' });
    const key = world.newKey();
    const answers = await Promise.all([undo(id, key), undo(id, key), undo(id, key)]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({ code: 'VOIDED', returnedFen: 2_000 });
    expect((await undo(id)).json()).toMatchObject({ code: 'ALREADY_VOIDED' });
  });

  it('is void when its till reverses by the key whose answer never came', async () => {
    const before = await world.runtime('meal');
    const { key, id } = await hold();
    expect((await till.reverse({ type: 'TIMEOUT', originalKey: key })).json()).toMatchObject({ returnedFen: 2_000 });
    expect(await world.runtime('meal')).toMatchObject({ heldFen: before.heldFen, uses: before.uses });
    expect((await capture(id, 20_000)).json()).toMatchObject({ code: 'ALREADY_VOIDED' });
  });

  it('gives nothing when the final basket falls below the minimum, and everything is free again', async () => {
    await world.publish({
      id: 'big',
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 10_000, offFen: 3_000 },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
    const { id, member } = await hold(12_000, 'big');
    expect((await capture(id, 9_999)).json()).toMatchObject({ code: 'CAPTURED', discountFen: 0, returnedFen: 3_000 });
    expect(await world.runtime('big')).toMatchObject({ heldFen: 0, spentFen: 0, uses: 0 });
    const again = await till.redeem({ code: member.phone.show(clock.now()), amountFen: 12_000, benefit: 'big' });
    expect(again.statusCode).toBe(201);
  });

  it('is voided by a lost or cancelled card, and not by a frozen one', async () => {
    const [lost, frozen] = [await hold(), await hold()];
    const cards = product.get(CardsService);
    await cards.act(world.maker, lost.member.cardId, 'LOST', 'test');
    await cards.act(world.maker, frozen.member.cardId, 'FREEZE', 'test');
    await drain(product);
    expect((await capture(lost.id, 20_000)).json()).toMatchObject({ code: 'ALREADY_VOIDED' });
    expect((await capture(frozen.id, 20_000)).statusCode).toBe(201);
  });

  it('outlives pause and end of its campaign; what it frees then goes to the line', async () => {
    await world.publish({
      id: 'short',
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 1, offFen: 1_000 },
      limits: [],
      budget: { from: 'city-2017', totalFen: 50_000 },
    });
    const [captured, voided] = [await hold(5_000, 'short'), await hold(5_000, 'short')];
    const campaigns = product.get(CampaignsService);
    await campaigns.act(world.checker, 'short', { action: 'END' });
    const line = async () =>
      (await product.get(BudgetsService).list(world.maker, { limit: 100 })).items.find(({ id }) => id === 'city-2017');
    const before = await line();
    expect((await capture(captured.id, 5_000)).json()).toMatchObject({ discountFen: 1_000 });
    expect((await undo(voided.id)).statusCode).toBe(201);
    const after = await line();
    expect((after?.freeFen ?? 0) - (before?.freeFen ?? 0)).toBe(1_000);
    await drain(product);
    expect(await product.get(LedgerService).check(product.database.db)).toMatchObject({ balanced: true });
  });

  it('becomes a redemption that is taken back in part and then whole', async () => {
    const { id } = await hold(20_000);
    const { redemptionId } = (await capture(id, 20_000)).json<{ redemptionId: string }>();
    expect((await till.reverse({ type: 'PARTIAL', redemptionId, amountFen: 5_000 })).json()).toMatchObject({
      returnedFen: 500,
      refundFen: 4_500,
      discountFen: 1_500,
      remaining: [{ campaignId: 'meal', discountFen: 1_500 }],
    });
    expect((await till.reverse({ type: 'PARTIAL', redemptionId, amountFen: 15_001 })).json()).toMatchObject({
      code: 'OVER_AMOUNT',
    });
    expect((await till.reverse({ type: 'CANCEL', redemptionId })).json()).toMatchObject({ returnedFen: 1_500 });
    expect((await till.reverse({ type: 'CANCEL', redemptionId })).json()).toMatchObject({ code: 'ALREADY_REVERSED' });
  });

  it('is taken back by the items of the basket that was paid for, and not by those that were held', async () => {
    const member = await world.aMember();
    const body = {
      code: member.phone.show(clock.now()),
      amountFen: 20_000,
      benefit: 'meal',
      ticketNo: 'T1',
      items: [{ item: '火锅', amountFen: 20_000 }],
    };
    const held = await till.send('POST', '/pos/v1/authorizations', body, world.newKey());
    const { authorizationId } = held.json<{ authorizationId: string }>();
    const final = {
      amountFen: 15_000,
      items: [
        { item: '小火锅', amountFen: 12_000 },
        { item: '酸梅汤', amountFen: 3_000 },
      ],
    };
    const path = `/pos/v1/authorizations/${authorizationId}/capture`;
    const { redemptionId } = (await till.send('POST', path, final, world.newKey())).json<{ redemptionId: string }>();
    const back = (item: string, amountFen: number) =>
      till.reverse({ type: 'PARTIAL', redemptionId, items: [{ item, amountFen }] });
    expect((await back('火锅', 20_000)).json()).toMatchObject({ code: 'OVER_AMOUNT' });
    expect((await back('酸梅汤', 3_000)).json()).toMatchObject({
      code: 'REVERSED',
      returnedFen: 300,
      refundFen: 2_700,
    });
    expect((await back('酸梅汤', 3_000)).json()).toMatchObject({ code: 'OVER_AMOUNT' });
    expect((await back('小火锅', 12_000)).json()).toMatchObject({ code: 'REVERSED', discountFen: 0 });
  });

  it('lets one basket be redeemed and taken back ten times, and not an eleventh', async () => {
    const member = await world.aMember();
    const codes: string[] = [];
    for (let cycle = 0; cycle <= 10; cycle += 1) {
      const answer = await till.redeem({ code: member.phone.show(clock.now()), amountFen: 20_000, ticketNo: 'loop' });
      codes.push(answer.json<{ code: string }>().code);
      if (answer.statusCode === 201)
        await till.reverse({ type: 'CANCEL', redemptionId: answer.json<{ redemptionId: string }>().redemptionId });
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'REDEEMED'), 'TOO_MANY_CYCLES']);
  });
});
