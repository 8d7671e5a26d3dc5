import { CardsService, DevicesService } from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { fromBase64Url, toBase64Url } from '../../src/shared/code/base64url.js';
import { readPass } from '../../src/shared/code/phone-code.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { aPhoneKey, issueTo, onePerson, type Person } from '../support/cards.js';

const START = '2026-11-22T09:00:00+08:00';
const HOUR_MS = 3_600_000;

describe('a card bound to a phone', () => {
  let app: TestApp;
  let devices: DevicesService;
  const clock = new ManualClock(START);
  const bind = (person: Person, publicKey = aPhoneKey(), proof = person.proof) =>
    devices.bind(person, { publicKey, proof, hardware: true });

  beforeAll(async () => {
    app = await startApp({ clock });
    devices = app.get(DevicesService);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('become active, with a pass that this very platform accepts', async () => {
    const person = await onePerson(app);
    const { cardId, cardNo } = await issueTo(app, person);
    const publicKey = aPhoneKey();
    const answer = await bind(person, publicKey);
    expect(answer).toMatchObject({
      slot: 1,
      stepSeconds: 30,
      codePrefix: '9911',
      serverTime: START,
      passExpiresAt: '2026-11-25T09:00:00+08:00',
    });
    expect((await app.get(CardsDesk).get(anOfficer(), cardId)).state).toBe('ACTIVE');
    const bytes = fromBase64Url(answer.pass) ?? new Uint8Array();
    expect(bytes).toHaveLength(116);
    expect(readPass(bytes)).toMatchObject({ cardNo, deviceSlot: 1, lifeMinutes: 4_320 });
    expect(toBase64Url(readPass(bytes).devicePublicKey)).toBe(publicKey);
    expect(await app.get(CardsService).getForRedemption(app.database.db, cardNo)).toMatchObject({
      cardId,
      memberId: person.memberId,
      state: 'ACTIVE',
      deviceSlot: 1,
    });
  });

  it('move to the next slot with another phone; the old one gets no pass any more, the same one keeps its slot', async () => {
    const person = await onePerson(app);
    await issueTo(app, person);
    const [old, fresh] = [aPhoneKey(), aPhoneKey()];
    expect((await bind(person, old)).slot).toBe(1);
    expect((await bind(person, old)).slot).toBe(1);
    expect((await bind(person, fresh)).slot).toBe(2);
    await expect(devices.renew(person, old)).rejects.toMatchObject({ name: 'DEVICE_REPLACED' });
    expect((await devices.renew(person, fresh)).slot).toBe(2);
  });

  it('by many phones at once leave exactly one that counts', async () => {
    const person = await onePerson(app);
    await issueTo(app, person);
    await Promise.allSettled(Array.from({ length: 5 }, () => bind(person)));
    const rows: { active: number }[] = await app.database.db.query(
      `SELECT count(*) FILTER (WHERE d.replaced_at IS NULL)::int AS active FROM card_device d JOIN card c ON c.id = d.card_id WHERE c.member_id = $1`,
      [person.memberId],
    );
    expect(rows).toEqual([{ active: 1 }]);
  });

  it('take five wrong proofs an hour, in parallel too, and then not even the right one', async () => {
    const person = await onePerson(app);
    await issueTo(app, person);
    const wrong = person.proof === '000000' ? '000001' : '000000';
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => bind(person, aPhoneKey(), wrong)));
    const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).name : 'bound'));
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
    const person = await onePerson(app);
    await issueTo(app, person);
    const weak = toBase64Url(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)));
    await expect(bind(person, weak)).rejects.toMatchObject({ name: 'DEVICE_KEY_WEAK' });
  });

  it('need a card first', async () => {
    const person = await onePerson(app);
    await expect(bind(person)).rejects.toMatchObject({ name: 'CARD_NOT_ISSUED' });
    await issueTo(app, person);
    await expect(devices.renew(person, aPhoneKey())).rejects.toMatchObject({ name: 'DEVICE_NOT_BOUND' });
  });
});
