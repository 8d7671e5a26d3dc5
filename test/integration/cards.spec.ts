import { generateKeyPairSync } from 'node:crypto';
import {
  BatchesService,
  CardLoader,
  CardsService,
  CodeVerifier,
  DevicesService,
} from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { MemberLoader } from '../../src/modules/members/index.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { fromBase64Url, toBase64Url } from '../../src/shared/code/base64url.js';
import { readPass } from '../../src/shared/code/phone-code.js';
import { newId } from '../../src/shared/ids.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { parseCardNo } from '../../src/shared/numbers/card-no.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';

const START = '2026-11-22T09:00:00+08:00';
const HOUR_MS = 3_600_000;

interface Person extends WorkerCaller {
  readonly proof: string;
}

const aKey = (): string => toBase64Url(rawEd25519PublicKey(generateKeyPairSync('ed25519').publicKey));

describe('cards', () => {
  let app: TestApp;
  let cards: CardsService;
  let devices: DevicesService;
  let desk: CardsDesk;
  let made = 0;
  const clock = new ManualClock(START);
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  async function people(count: number, orgId = 'u1'): Promise<Person[]> {
    const rows = Array.from({ length: count }, () => {
      made += 1;
      const idNumber = makeIdNumber(
        `3601${String(2 + Math.floor(made / 1_000)).padStart(2, '0')}`,
        '1990-01-31',
        made % 1_000,
      );
      return {
        orgId,
        enterpriseId: null,
        name: '李明',
        gender: 'M' as const,
        birthOn: '1990-01-31',
        joinedOn: '2020-01-05',
        idNumber,
        phone: `136${String(made).padStart(8, '0')}`,
      };
    });
    const outcomes = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, rows));
    return outcomes.map((outcome, at) => {
      if (outcome.outcome !== 'ADDED') throw new Error(outcome.outcome);
      return {
        kind: 'worker',
        loginId: newId(),
        memberId: outcome.memberId,
        proof: rows[at]?.idNumber.slice(-6) ?? '',
      };
    });
  }
  const onePerson = async (orgId?: string): Promise<Person> => {
    const [person] = await people(1, orgId);
    if (person === undefined) throw new Error('nobody');
    return person;
  };
  const issue = (person: Person) =>
    app.database.transaction((tx) => cards.issue(tx, person.memberId, { kind: 'system', id: 'test' }));
  const bind = (person: Person, publicKey = aKey(), proof = person.proof) =>
    devices.bind(person, { publicKey, proof, hardware: true });
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
      const person = await onePerson();
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => issue(person)));
      const [card] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const view = await devices.view(person);
      expect(view.card).toMatchObject({ state: 'ISSUED', device: null });
      expect(parseCardNo(view.card?.cardNo ?? '')).toBe(card?.cardNo);
    });

    it('in bulk give each active member of the subtree one card, no more than asked for', async () => {
      const crowd = await people(2_300, 'u2');
      await issue(crowd[0]!);
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
      const person = await onePerson();
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

  describe('bound to a phone', () => {
    it('become active, with a pass that this very platform accepts', async () => {
      const person = await onePerson();
      const { cardId, cardNo } = await issue(person);
      const publicKey = aKey();
      const answer = await bind(person, publicKey);
      expect(answer).toMatchObject({
        slot: 1,
        stepSeconds: 30,
        codePrefix: '9911',
        serverTime: START,
        passExpiresAt: '2026-11-25T09:00:00+08:00',
      });
      expect(await stateOf(cardId)).toBe('ACTIVE');
      const bytes = fromBase64Url(answer.pass) ?? new Uint8Array();
      expect(bytes).toHaveLength(116);
      expect(readPass(bytes)).toMatchObject({ cardNo, deviceSlot: 1, lifeMinutes: 4_320 });
      expect(toBase64Url(readPass(bytes).devicePublicKey)).toBe(publicKey);
      expect(CodeVerifier).toBeDefined();
      expect(await cards.getForRedemption(app.database.db, cardNo)).toMatchObject({
        cardId,
        memberId: person.memberId,
        state: 'ACTIVE',
        deviceSlot: 1,
      });
    });

    it('move to the next slot with another phone; the old one gets no pass any more, the same one keeps its slot', async () => {
      const person = await onePerson();
      await issue(person);
      const [old, fresh] = [aKey(), aKey()];
      expect((await bind(person, old)).slot).toBe(1);
      expect((await bind(person, old)).slot).toBe(1);
      expect((await bind(person, fresh)).slot).toBe(2);
      await expect(devices.renew(person, old)).rejects.toMatchObject({ name: 'DEVICE_REPLACED' });
      expect((await devices.renew(person, fresh)).slot).toBe(2);
    });

    it('by many phones at once leave exactly one that counts', async () => {
      const person = await onePerson();
      await issue(person);
      await Promise.allSettled(Array.from({ length: 5 }, () => bind(person)));
      const rows: { active: number }[] = await app.database.db.query(
        `SELECT count(*) FILTER (WHERE d.replaced_at IS NULL)::int AS active FROM card_device d JOIN card c ON c.id = d.card_id WHERE c.member_id = $1`,
        [person.memberId],
      );
      expect(rows).toEqual([{ active: 1 }]);
    });

    it('take five wrong proofs an hour, in parallel too, and then not even the right one', async () => {
      const person = await onePerson();
      await issue(person);
      const wrong = person.proof === '000000' ? '000001' : '000000';
      const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => bind(person, aKey(), wrong)));
      const names = outcomes.map((outcome) =>
        outcome.status === 'rejected' ? (outcome.reason as Error).name : 'bound',
      );
      expect(names.filter((name) => name === 'PROOF_WRONG')).toHaveLength(5);
      expect(names.filter((name) => name === 'PROOF_TOO_OFTEN')).toHaveLength(7);
      await expect(bind(person)).rejects.toMatchObject({
        name: 'PROOF_TOO_OFTEN',
        details: { retryAfterSeconds: 3_600 },
      });

      clock.advance(HOUR_MS);
      expect((await bind(person)).slot).toBe(1);
      clock.set(START);
    });

    it('refuse a key under which one signature would fit many codes', async () => {
      const person = await onePerson();
      await issue(person);
      const weak = toBase64Url(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)));
      await expect(bind(person, weak)).rejects.toMatchObject({ name: 'DEVICE_KEY_WEAK' });
    });

    it('need a card first', async () => {
      const person = await onePerson();
      await expect(bind(person)).rejects.toMatchObject({ name: 'CARD_NOT_ISSUED' });
      await issue(person);
      await expect(devices.renew(person, aKey())).rejects.toMatchObject({ name: 'DEVICE_NOT_BOUND' });
    });
  });

  describe('in an officer’s hands', () => {
    const activeCard = async (orgId?: string): Promise<{ person: Person; cardId: string; publicKey: string }> => {
      const person = await onePerson(orgId);
      const { cardId } = await issue(person);
      const publicKey = aKey();
      await bind(person, publicKey);
      return { person, cardId, publicKey };
    };
    const act = (cardId: string, action: Parameters<CardsService['act']>[2], caller = city) =>
      desk.act(caller, cardId, { action, reason: '测试' });

    it('freeze, thaw, are reported lost and reinstated, each with its line of history', async () => {
      const { cardId, publicKey, person } = await activeCard();
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
      const { cardId, person } = await activeCard();
      const old = await act(cardId, 'REPLACE');
      expect(old).toMatchObject({ state: 'REPLACED', issueNo: 1 });
      const next = await desk.get(city, old.nextCardId ?? '');
      expect(next).toMatchObject({ state: 'ISSUED', issueNo: 2, previousCardId: cardId, device: null });
      expect(next.cardNo).not.toBe(old.cardNo);
      expect((await bind(person)).slot).toBe(1);
    });

    it('by two officers at once take one step, not two', async () => {
      const { cardId } = await activeCard();
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
      const { cardId } = await activeCard('u2');
      await expect(desk.get(parkA, cardId)).rejects.toMatchObject({ name: 'CARD_UNKNOWN' });
      await expect(act(cardId, 'FREEZE', parkA)).rejects.toMatchObject({ name: 'CARD_UNKNOWN' });
      expect(await stateOf(cardId)).toBe('ACTIVE');
    });

    it('are found by their number as printed', async () => {
      const { cardId } = await activeCard();
      const { cardNo } = await desk.get(city, cardId);
      expect((await desk.search(city, { q: cardNo, limit: 10 })).items.map(({ id }) => id)).toEqual([cardId]);
      expect((await desk.search(city, { q: cardNo.replaceAll(' ', ''), state: 'LOST', limit: 10 })).items).toEqual([]);
    });

    it('show the holder as a surname only', async () => {
      const { cardId } = await activeCard();
      expect((await desk.get(city, cardId)).memberName).toBe('李**');
    });
  });

  describe('lost', () => {
    it('are dead from the report’s commit on: a redemption that holds the card is waited for, the next one sees it', async () => {
      const person = await onePerson();
      const { cardId } = await issue(person);
      await bind(person);
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
