import { BatchesService, CardLoader, CardsService, DevicesService } from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { parseCardNo } from '../../src/shared/numbers/card-no.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { anActiveCard, aPhoneKey, issueTo, onePerson, people } from '../support/cards.js';

const START = '2026-11-22T09:00:00+08:00';

describe('cards', () => {
  let app: TestApp;
  let cards: CardsService;
  let devices: DevicesService;
  let desk: CardsDesk;
  const clock = new ManualClock(START);
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  const stateOf = async (cardId: string) => (await desk.get(city, cardId)).state;
  const eventsOf = async (cardId: string): Promise<string[]> => {
    const rows: { event: string }[] = await app.database.db.query(
      `SELECT event FROM outbox WHERE payload ->> 'cardId' = $1 ORDER BY occurred_at, id`,
      [cardId],
    );
    return rows.map(({ event }) => event);
  };

  beforeAll(async () => {
    app = await startApp({ clock });
    cards = app.get(CardsService);
    devices = app.get(DevicesService);
    desk = app.get(CardsDesk);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  describe('issued', () => {
    it('have a number that reads back, and one open card a person, also when twenty ask at once', async () => {
      const person = await onePerson(app);
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => issueTo(app, person)));
      const [card] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const view = await devices.view(person);
      expect(view.card).toMatchObject({ state: 'ISSUED', device: null });
      expect(parseCardNo(view.card?.cardNo ?? '')).toBe(card?.cardNo);
    });

    it('in bulk give each active member of the subtree one card, no more than asked for', async () => {
      const crowd = await people(app, 2_300, 'u2');
      await issueTo(app, crowd[0]!);
      await app.database.transaction((tx) =>
        tx.query(`UPDATE member SET membership = 'WITHDRAWN' WHERE id = $1`, [crowd[1]!.memberId]),
      );
      const batches = app.get(BatchesService);

      const some = await batches.request(city, { orgId: 'park-b', cardsMax: 1_200 });
      await batches.run(some.batchId);
      expect(await batches.get(city, some.batchId)).toMatchObject({ state: 'DONE', total: 1_200, issued: 1_200 });

      const rest = await batches.request(city, { orgId: 'park-b' });
      // Two runs of one batch at once, as when a jobs process froze and its job was given to another.
      await Promise.all([batches.run(rest.batchId), batches.run(rest.batchId)]);
      expect(await batches.get(city, rest.batchId)).toMatchObject({ state: 'DONE', total: 1_098, issued: 1_098 });
      const [row]: { people: number; cards: number }[] = await app.database.db.query(
        `SELECT count(DISTINCT c.member_id)::int AS people, count(*)::int AS cards FROM card c JOIN member m ON m.id = c.member_id WHERE m.org_id = 'u2'`,
      );
      expect(row).toEqual({ people: 2_299, cards: 2_299 });
      await batches.run(rest.batchId);
      expect(await batches.get(city, rest.batchId)).toMatchObject({ issued: 1_098 });
    });

    it('in bulk only for unions of one’s own subtree', async () => {
      const batches = app.get(BatchesService);
      await expect(batches.request(parkA, { orgId: 'u2' })).rejects.toMatchObject({ entry: { kind: 'NOT_FOUND' } });
      const { batchId } = await batches.request(city, { orgId: 'u2', cardsMax: 1 });
      await expect(batches.get(parkA, batchId)).rejects.toMatchObject({ name: 'BATCH_UNKNOWN' });
    });

    it('loaded as in use are active, with their history', async () => {
      const person = await onePerson(app);
      const issuedAt = new Date('2026-10-01T09:00:00+08:00');
      const [card] = await app.database.transaction((tx) =>
        app.get(CardLoader).loadCards(tx, [{ memberId: person.memberId, issuedAt, activatedAt: issuedAt }], {
          reason: 'taken over',
          actor: { kind: 'system', id: 'demo' },
        }),
      );
      const detail = await desk.get(city, card?.cardId ?? '');
      expect(detail).toMatchObject({ state: 'ACTIVE', issuedAt: '2026-10-01T09:00:00+08:00' });
      expect(detail.history.map(({ toState }) => toState)).toEqual(['ISSUED', 'ACTIVE']);
    });
  });

  describe('in an officer’s hands', () => {
    const act = (cardId: string, action: Parameters<CardsService['act']>[2], caller = city) =>
      desk.act(caller, cardId, { action, reason: '测试' });

    it('freeze, thaw, are reported lost and reinstated, each with its line of history', async () => {
      const { cardId, publicKey, person } = await anActiveCard(app);
      for (const [action, state] of [
        ['FREEZE', 'FROZEN'],
        ['UNFREEZE', 'ACTIVE'],
        ['LOST', 'LOST'],
        ['REINSTATE', 'ACTIVE'],
      ] as const) {
        expect((await act(cardId, action)).state).toBe(state);
      }
      expect((await desk.get(city, cardId)).history.map(({ toState }) => toState)).toEqual([
        'ISSUED',
        'ACTIVE',
        'FROZEN',
        'ACTIVE',
        'LOST',
        'ACTIVE',
      ]);
      expect((await eventsOf(cardId)).filter((event) => event === 'card.lost')).toHaveLength(1);
      await expect(act(cardId, 'UNFREEZE')).rejects.toMatchObject({ name: 'CARD_STEP_IMPOSSIBLE' });
      await act(cardId, 'FREEZE');
      await expect(devices.renew(person, publicKey)).rejects.toMatchObject({ name: 'CARD_NOT_USABLE' });
    });

    it('are replaced by a new number that remembers the old one', async () => {
      const { cardId, person } = await anActiveCard(app);
      const old = await act(cardId, 'REPLACE');
      expect(old).toMatchObject({ state: 'REPLACED', issueNo: 1 });
      const next = await desk.get(city, old.nextCardId ?? '');
      expect(next).toMatchObject({ state: 'ISSUED', issueNo: 2, previousCardId: cardId, device: null });
      expect(next.cardNo).not.toBe(old.cardNo);
      expect((await devices.bind(person, { publicKey: aPhoneKey(), proof: person.proof, hardware: true })).slot).toBe(
        1,
      );
    });

    it('by two officers at once take one step, not two', async () => {
      const { cardId } = await anActiveCard(app);
      const outcomes = await Promise.allSettled([
        act(cardId, 'REPLACE'),
        act(cardId, 'CANCEL'),
        act(cardId, 'REPLACE'),
      ]);
      expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1);
      const rows: { open: number }[] = await app.database.db.query(
        `SELECT count(*)::int AS open FROM card WHERE previous_card_id = $1`,
        [cardId],
      );
      expect(rows[0]?.open).toBeLessThanOrEqual(1);
    });

    it('of another subtree are not there', async () => {
      const { cardId } = await anActiveCard(app, 'u2');
      await expect(desk.get(parkA, cardId)).rejects.toMatchObject({ name: 'CARD_UNKNOWN' });
      await expect(act(cardId, 'FREEZE', parkA)).rejects.toMatchObject({ name: 'CARD_UNKNOWN' });
      expect(await stateOf(cardId)).toBe('ACTIVE');
    });

    it('are found by their number as printed', async () => {
      const { cardId } = await anActiveCard(app);
      const { cardNo } = await desk.get(city, cardId);
      expect((await desk.search(city, { q: cardNo, limit: 10 })).items.map(({ id }) => id)).toEqual([cardId]);
      expect((await desk.search(city, { q: cardNo.replaceAll(' ', ''), state: 'LOST', limit: 10 })).items).toEqual([]);
    });

    it('show the holder as a surname only', async () => {
      const { cardId } = await anActiveCard(app);
      expect((await desk.get(city, cardId)).memberName).toBe('李**');
    });
  });

  describe('lost', () => {
    it('are dead from the report’s commit on: a redemption that holds the card is waited for, the next one sees it', async () => {
      const { person, cardId } = await anActiveCard(app);
      let reported = false;
      let report: Promise<unknown> = Promise.resolve();
      await app.database.transaction(async (tx) => {
        expect(await cards.lockActive(tx, cardId)).toEqual({ active: true, state: 'ACTIVE', deviceSlot: 1 });
        report = cards.reportLoss(person).then(() => (reported = true));
        await new Promise((resolve) => setTimeout(resolve, 150));
        expect(reported).toBe(false);
      });
      await report;
      await app.database.transaction(async (tx) => {
        expect(await cards.lockActive(tx, cardId)).toMatchObject({ active: false, state: 'LOST' });
      });
      expect(await cards.reportLoss(person)).toBe('LOST');
      expect((await eventsOf(cardId)).filter((event) => event === 'card.lost')).toHaveLength(1);
    });
  });
});
