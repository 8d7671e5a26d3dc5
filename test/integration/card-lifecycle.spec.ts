import {
  CardExpiry,
  CardsService,
  DevicesService,
  issuePlasticCode,
  OwnCard,
  PlasticService,
} from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anActiveCard, aPhoneKey, onePerson, type Person } from '../support/cards.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const SYSTEM = { kind: 'system', id: 'test' } as const;

describe('the life of a card and its plastic', () => {
  let app: TestApp;
  let world: World;
  let till: Till;
  let own: OwnCard;
  let desk: CardsDesk;
  const clock = new ManualClock('2021-01-21T10:00:00+08:00');
  const city = () => world.maker;

  const plasticCode = ({ cardNo }: { cardNo: number }, issueNo = 1): Promise<string> =>
    issuePlasticCode(app.keyring.passSigner('STATIC', clock.now()), {
      cardNo,
      issueNo,
      cardClass: 0,
      fromDay: 0,
      toDay: 60_000,
    });
  const redeem = async (code: string): Promise<string> =>
    (await till.redeem({ code, amountFen: 20_000 })).json<{ code: string }>().code;
  const personOf = (member: TestMember): Person => ({
    kind: 'worker',
    loginId: member.memberId,
    memberId: member.memberId,
    proof: member.idNumber.slice(-6),
    phone: member.mobile,
    idNumber: member.idNumber,
  });

  beforeAll(async () => {
    app = await startApp({ clock });
    world = await World.build(app);
    till = new Till(world, await world.aTerminal());
    own = app.get(OwnCard);
    desk = app.get(CardsDesk);
    const when = { from: '2021-01-01T00:00:00+08:00', to: '2021-06-01T00:00:00+08:00' };
    await world.publish({ id: 'shop', when, mechanism: { type: 'PERCENT_OFF', bps: 1_000 }, budget: undefined });
  });
  afterAll(() => app.close());

  it('stops every till at the next request, phone and plastic, and goes on when it is thawed', async () => {
    const member = await world.aMember();
    const person = personOf(member);
    const answers = async () => [await redeem(member.phone.show(clock.now())), await redeem(await plasticCode(member))];
    expect(await answers()).toEqual(['REDEEMED', 'REDEEMED']);
    await own.freeze(person);
    expect(await answers()).toEqual(['CARD_NOT_ACTIVE', 'CARD_NOT_ACTIVE']);
    await own.freeze(person);
    await own.unfreeze(person, person.proof);
    expect(await answers()).toEqual(['REDEEMED', 'REDEEMED']);
    await app.get(CardsService).reportLoss(person);
    expect(await answers()).toEqual(['CARD_NOT_ACTIVE', 'CARD_NOT_ACTIVE']);
    await app.get(CardsService).act(city(), member.cardId, 'REINSTATE', '找到了');
    expect(await answers()).toEqual(['REDEEMED', 'REDEEMED']);
    await app.get(CardsService).act(city(), member.cardId, 'CANCEL', '测试');
    // A cancelled card takes its plastic along, so its code is worth nothing by itself.
    expect(await answers()).toEqual(['CARD_NOT_ACTIVE', 'PASS_INVALID']);
  });

  it('lets nobody thaw what the union froze, nor get round it with a new number', async () => {
    const person = personOf(await world.aMember());
    const { card } = await app.get(DevicesService).view(person);
    expect(card).toMatchObject({ state: 'ACTIVE', stoppedByUnion: false });
    const rows: { id: string }[] = await app.database.db.query('SELECT id FROM card WHERE member_id = $1', [
      person.memberId,
    ]);
    await app.get(CardsService).act(city(), rows[0]?.id ?? '', 'FREEZE', '核查');
    expect((await app.get(DevicesService).view(person)).card).toMatchObject({ state: 'FROZEN', stoppedByUnion: true });
    await expect(own.unfreeze(person, person.proof)).rejects.toMatchObject({ name: 'CARD_FROZEN_BY_UNION' });
    await expect(own.reissue(person, { proof: person.proof, plastic: false })).rejects.toMatchObject({
      name: 'CARD_FROZEN_BY_UNION',
    });
  });

  it('gives a new number once a day; old and new know each other, the old plastic dies, the phone is bound anew', async () => {
    const member = await world.aMember();
    const person = personOf(member);
    await app.get(CardsService).reportLoss(person);
    await own.reissue(person, { proof: person.proof, plastic: true });
    const old = await desk.get(city(), member.cardId);
    expect(old).toMatchObject({ state: 'REPLACED', plastic: { state: 'VOID' }, plasticState: null });
    const next = await desk.get(city(), old.next?.id ?? '');
    expect(next).toMatchObject({ state: 'ISSUED', previous: { id: member.cardId, cardNo: old.cardNo }, device: null });
    expect(next.plastic).toMatchObject({ state: 'APPLIED' });
    expect(await redeem(await plasticCode(member))).toBe('PASS_INVALID');
    await app.get(DevicesService).bind(person, { publicKey: aPhoneKey(), proof: person.proof, hardware: true });
    await expect(own.reissue(person, { proof: person.proof, plastic: false })).rejects.toMatchObject({
      name: 'CARD_REISSUED_LATELY',
    });
    clock.advance(86_400_000);
    await own.reissue(person, { proof: person.proof, plastic: false });
    expect((await app.get(DevicesService).view(person)).card).toMatchObject({ state: 'ISSUED', plastic: null });
  });

  it('takes plastic only once it is activated, and no more once it is void, while the phone goes on', async () => {
    const person = await onePerson(app);
    await own.apply(person, 'PHONE');
    await app.get(DevicesService).bind(person, { publicKey: aPhoneKey(), proof: person.proof, hardware: true });
    await own.apply(person, 'PLASTIC');
    const [card]: { id: string; cardNo: number }[] = await app.database.db.query(
      'SELECT id, card_no AS "cardNo" FROM card WHERE member_id = $1',
      [person.memberId],
    );
    const code = await plasticCode({ cardNo: card?.cardNo ?? 0 });
    expect(await redeem(code)).toBe('PASS_INVALID');
    await handedOver(card?.id ?? '');
    expect(await redeem(code)).toBe('PASS_INVALID');
    await own.activatePlastic(person, person.proof);
    expect(await redeem(code)).toBe('REDEEMED');
    await own.reportPlasticLost(person);
    expect(await redeem(code)).toBe('PASS_INVALID');
    expect((await app.get(DevicesService).view(person)).card).toMatchObject({ state: 'ACTIVE', plastic: null });
    await own.apply(person, 'PLASTIC');
    expect((await desk.get(city(), card?.id ?? '')).plastic).toMatchObject({ issueNo: 2, state: 'APPLIED' });
    await expect(
      app.get(PlasticService).act(city(), card?.id ?? '', { action: 'ACTIVATE', reason: '测试' }),
    ).rejects.toMatchObject({ name: 'PLASTIC_STEP_IMPOSSIBLE' });
  });

  it('is activated once when phone and desk do it in the same moment', async () => {
    const person = await onePerson(app);
    await own.apply(person, 'PLASTIC');
    const [card]: { id: string }[] = await app.database.db.query('SELECT id FROM card WHERE member_id = $1', [
      person.memberId,
    ]);
    const cardId = card?.id ?? '';
    await handedOver(cardId);
    const outcomes = await Promise.allSettled([
      own.activatePlastic(person, person.proof),
      app.get(PlasticService).act(city(), cardId, { action: 'ACTIVATE', reason: '测试' }),
      own.activatePlastic(person, person.proof),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await desk.get(city(), cardId)).history.filter(({ toState }) => toState === 'ACTIVE')).toHaveLength(1);
  });

  it('ends by the calendar, the day after its last, with its plastic; plastic may end sooner', async () => {
    const { cardId, person } = await anActiveCard(app);
    const member = await world.aMember();
    await app.database.transaction((tx) =>
      tx.query(`UPDATE card SET expires_on = '2021-03-21' WHERE id = $1`, [cardId]),
    );
    await app.database.transaction((tx) =>
      tx.query(`UPDATE card_plastic SET expires_on = '2021-03-22' WHERE card_id = $1`, [member.cardId]),
    );
    clock.set('2021-03-21T23:59:59+08:00');
    expect(await app.get(CardExpiry).run()).toEqual({ cards: 0, plastics: 0 });
    expect((await app.get(DevicesService).view(person)).card).toMatchObject({ renewSoon: true });
    clock.set('2021-03-22T00:01:00+08:00');
    const [one, two] = await Promise.all([app.get(CardExpiry).run(), app.get(CardExpiry).run()]);
    expect(one.cards + two.cards).toBe(1);
    expect(await desk.get(city(), cardId)).toMatchObject({ state: 'EXPIRED' });
    expect((await desk.get(city(), cardId)).history.at(-1)).toMatchObject({ actorKind: 'system' });
    await own.apply(person, 'PHONE');
    expect((await app.get(DevicesService).view(person)).card).toMatchObject({ state: 'ISSUED', renewSoon: false });
    clock.set('2021-03-23T00:01:00+08:00');
    expect((await app.get(CardExpiry).run()).plastics).toBe(1);
    expect(await desk.get(city(), member.cardId)).toMatchObject({ state: 'ACTIVE', plasticState: null });
    expect(await redeem(await plasticCode(member))).toBe('PASS_INVALID');
  });

  it('ends when its holder leaves, whatever state it is in, and nothing happens to who has none', async () => {
    const { cardId, person } = await anActiveCard(app);
    const leave = (memberId: string) =>
      app.database.transaction((tx) => app.get(CardsService).cancelOpenCard(tx, memberId, '退会', SYSTEM));
    expect(await leave(person.memberId)).toEqual({ cardId });
    expect(await desk.get(city(), cardId)).toMatchObject({ state: 'CANCELLED' });
    expect(await leave(person.memberId)).toBeNull();
  });

  it('shows which phone took the place of which', async () => {
    const { cardId, person } = await anActiveCard(app);
    await app.get(DevicesService).bind(person, { publicKey: aPhoneKey(), proof: person.proof, hardware: false });
    const { device, pastDevices } = await desk.get(city(), cardId);
    expect(device).toMatchObject({ slot: 2, hardware: false });
    expect(pastDevices.map(({ slot }) => slot)).toEqual([1]);
  });

  /** As a batch leaves it: produced and handed over. */
  async function handedOver(cardId: string): Promise<void> {
    await app.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE card_plastic SET state = 'PRODUCED', expires_on = '2026-01-21' WHERE card_id = $1 AND state = 'APPLIED'`,
        [cardId],
      );
    });
    await app.get(PlasticService).act(city(), cardId, { action: 'HAND_OVER', reason: '本人领取' });
  }
});
