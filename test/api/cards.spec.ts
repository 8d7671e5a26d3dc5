import { BatchesService } from '../../src/modules/cards/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { anActiveCard, aPhoneKey, issueTo, onePerson, people } from '../support/cards.js';
import { officerToken, workerToken } from '../support/sign-in.js';

describe('cards over HTTP', () => {
  let app: TestApp;
  let admin: string;
  let parkA: string;
  let auditor: string;

  const call = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const refusalOf = (answer: Awaited<ReturnType<typeof call>>): [number, string] => [
    answer.statusCode,
    answer.json<{ code: string }>().code,
  ];

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00') });
    await seedPlaces(app.database);
    admin = await officerToken(app, 'CITY_ADMIN', 'city');
    parkA = await officerToken(app, 'PARK_OFFICER', 'park-a');
    auditor = await officerToken(app, 'AUDITOR', 'city');
  });
  afterAll(() => app.close());

  describe('the worker’s own card', () => {
    it('is nothing before it is issued, then bound by the last six of the ID number, renewed, and reported lost', async () => {
      const person = await onePerson(app);
      const token = await workerToken(app, person.phone);
      const own = () => call(token, 'GET', '/worker/v1/card');
      expect((await own()).json()).toEqual({
        member: { name: '李明', orgName: '一厂工会', memberNo: expect.stringMatching(/^M\d{8}$/) },
        card: null,
      });
      const publicKey = aPhoneKey();
      const bind = (proof: string) =>
        call(token, 'POST', '/worker/v1/card/device', { publicKey, proof, hardware: true });
      expect(refusalOf(await bind(person.proof))).toEqual([409, 'CARD_NOT_ISSUED']);

      await issueTo(app, person);
      expect(refusalOf(await bind(person.proof === '000000' ? '000001' : '000000'))).toEqual([403, 'PROOF_WRONG']);
      const bound = await bind(person.proof);
      expect(bound.statusCode).toBe(200);
      expect(bound.json()).toEqual({
        cardNo: expect.stringMatching(/^\d{11}$/),
        slot: 1,
        pass: expect.stringMatching(/^[A-Za-z0-9_-]{155}$/),
        passExpiresAt: '2026-11-25T09:00:00+08:00',
        stepSeconds: 30,
        codePrefix: '9911',
        shortPrefix: '98',
        shortSecret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        serverTime: '2026-11-22T09:00:00+08:00',
      });
      expect((await own()).json()).toMatchObject({
        card: { state: 'ACTIVE', device: { slot: 1, boundAt: '2026-11-22T09:00:00+08:00' } },
      });
      expect((await call(token, 'POST', '/worker/v1/card/pass', { publicKey })).statusCode).toBe(200);
      expect(refusalOf(await call(token, 'POST', '/worker/v1/card/pass', { publicKey: aPhoneKey() }))).toEqual([
        409,
        'DEVICE_REPLACED',
      ]);

      expect((await call(token, 'POST', '/worker/v1/card/loss', {})).json()).toEqual({ state: 'LOST' });
      expect(refusalOf(await call(token, 'POST', '/worker/v1/card/pass', { publicKey }))).toEqual([
        409,
        'CARD_NOT_USABLE',
      ]);
    });

    it('says when to try again after five wrong proofs', async () => {
      const person = await onePerson(app);
      await issueTo(app, person);
      const token = await workerToken(app, person.phone);
      const proof = person.proof === '000000' ? '000001' : '000000';
      const tryOnce = () =>
        call(token, 'POST', '/worker/v1/card/device', { publicKey: aPhoneKey(), proof, hardware: false });
      for (let tries = 0; tries < 5; tries += 1) expect(refusalOf(await tryOnce())).toEqual([403, 'PROOF_WRONG']);
      const refused = await tryOnce();
      expect(refusalOf(refused)).toEqual([429, 'PROOF_TOO_OFTEN']);
      expect(Number(refused.headers['retry-after'])).toBe(3_600);
    });

    it.each([
      ['a key of 31 bytes', { publicKey: 'A'.repeat(42), proof: '123456', hardware: true }],
      ['a proof of five', { publicKey: 'A'.repeat(43), proof: '12345', hardware: true }],
      ['a field nobody asked for', { publicKey: 'A'.repeat(43), proof: '123456', hardware: true, cardNo: '1' }],
      ['hardware as a text', { publicKey: 'A'.repeat(43), proof: '123456', hardware: 'yes' }],
    ])('refuses %s with 400', async (_case, payload) => {
      const token = await workerToken(app, (await onePerson(app)).phone);
      expect(refusalOf(await call(token, 'POST', '/worker/v1/card/device', payload))).toEqual([400, 'REQUEST_INVALID']);
    });
  });

  describe('the officers’ desk', () => {
    it('lists, shows and acts, within the subtree and the role', async () => {
      const { cardId, person } = await anActiveCard(app, 'u2');
      const url = `/console/v1/cards/${cardId}`;
      const listed = await call(admin, 'GET', '/console/v1/cards?state=ACTIVE');
      expect(listed.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toContain(cardId);
      const shown = await call(auditor, 'GET', url);
      expect(shown.json()).toMatchObject({
        id: cardId,
        memberId: person.memberId,
        memberName: '李**',
        cardNo: expect.stringMatching(/^\d{4} \d{4} \d{3}$/),
        state: 'ACTIVE',
        device: { slot: 1, hardware: true },
        actions: [],
      });
      const freeze = { action: 'FREEZE', reason: '核查' };
      expect((await call(auditor, 'POST', `${url}/actions`, freeze)).statusCode).toBe(403);
      expect((await call(parkA, 'GET', url)).statusCode).toBe(404);
      expect(refusalOf(await call(parkA, 'POST', `${url}/actions`, freeze))).toEqual([404, 'CARD_UNKNOWN']);
      expect((await call(admin, 'POST', `${url}/actions`, freeze)).json()).toMatchObject({
        state: 'FROZEN',
        actions: ['UNFREEZE', 'LOST', 'REPLACE', 'CANCEL'],
      });
      expect(refusalOf(await call(admin, 'POST', `${url}/actions`, freeze))).toEqual([409, 'CARD_STEP_IMPOSSIBLE']);
      expect((await call(admin, 'POST', `${url}/actions`, { action: 'MELT', reason: '核查' })).statusCode).toBe(400);
      expect((await call(admin, 'POST', `${url}/actions`, { action: 'CANCEL' })).statusCode).toBe(400);
    });

    it('issues in bulk in the background', async () => {
      await people(app, 3, 'u1');
      const asked = await call(parkA, 'POST', '/console/v1/cards/batches', { orgId: 'u1' });
      expect(asked.statusCode).toBe(202);
      const { batchId } = asked.json<{ batchId: string }>();
      await app.get(BatchesService).run(batchId);
      const done = await call(admin, 'GET', `/console/v1/cards/batches/${batchId}`);
      expect(done.json()).toMatchObject({ state: 'DONE', orgName: '一厂工会', failure: null });
      const { total, issued } = done.json<{ total: number; issued: number }>();
      expect(issued).toBe(total);
      expect(issued).toBeGreaterThanOrEqual(3);
      expect((await call(parkA, 'GET', '/console/v1/cards/batches')).json<{ items: object[] }>().items).toHaveLength(1);
      expect((await call(parkA, 'POST', '/console/v1/cards/batches', { orgId: 'u2' })).statusCode).toBe(404);
      expect((await call(auditor, 'POST', '/console/v1/cards/batches', { orgId: 'u1' })).statusCode).toBe(403);
      expect((await call(admin, 'POST', '/console/v1/cards/batches', { orgId: 'u1', cardsMax: 0 })).statusCode).toBe(
        400,
      );
    });
  });
});
