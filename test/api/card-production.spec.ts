import { ProductionRunner, TakeoverRunner } from '../../src/modules/cards/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { anActiveCard, aPhoneKey, onePerson, people } from '../support/cards.js';
import { officerToken, workerToken } from '../support/sign-in.js';

const WHY = { reason: '测试' };

describe('plastic cards over HTTP', () => {
  let app: TestApp;
  let admin: string;
  let checker: string;
  let parkA: string;
  let parkB: string;
  let grassroots: string;
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
    checker = await officerToken(app, 'CITY_ADMIN', 'city');
    parkA = await officerToken(app, 'PARK_OFFICER', 'park-a');
    parkB = await officerToken(app, 'PARK_OFFICER', 'park-b');
    grassroots = await officerToken(app, 'GRASSROOTS_OFFICER', 'u1');
    auditor = await officerToken(app, 'AUDITOR', 'city');
  });
  afterAll(() => app.close());

  it('a worker takes a card at once, asks for plastic, freezes, thaws, and takes a new number', async () => {
    const person = await onePerson(app);
    const token = await workerToken(app, person.phone);
    const post = (path: string, payload: object) => call(token, 'POST', `/worker/v1/card/${path}`, payload);
    expect((await post('application', { form: 'PAPER' })).statusCode).toBe(400);
    expect((await post('application', { form: 'PHONE' })).json()).toMatchObject({
      card: { state: 'ISSUED', plastic: null, expiresOn: '2036-11-22', stoppedByUnion: false, legacyNo: null },
    });
    expect(refusalOf(await post('application', { form: 'PHONE' }))).toEqual([409, 'CARD_OPEN_ALREADY']);
    await post('device', { publicKey: aPhoneKey(), proof: person.proof, hardware: true });
    expect((await post('application', { form: 'PLASTIC' })).json()).toMatchObject({
      card: { state: 'ACTIVE', plastic: { state: 'APPLIED', expiresOn: null } },
    });
    expect(refusalOf(await post('plastic/activation', { proof: person.proof }))).toEqual([
      409,
      'PLASTIC_STEP_IMPOSSIBLE',
    ]);
    expect((await post('plastic/loss', {})).json()).toMatchObject({ card: { plastic: null } });
    expect((await post('freeze', {})).json()).toMatchObject({ card: { state: 'FROZEN' } });
    const wrong = person.proof === '000000' ? '000001' : '000000';
    expect(refusalOf(await post('unfreeze', { proof: wrong }))).toEqual([403, 'PROOF_WRONG']);
    expect((await post('unfreeze', { proof: person.proof })).json()).toMatchObject({ card: { state: 'ACTIVE' } });
    expect((await post('reissue', { proof: person.proof, plastic: true })).json()).toMatchObject({
      card: { state: 'ISSUED', device: null, plastic: { state: 'APPLIED' } },
    });
    const again = await post('reissue', { proof: person.proof, plastic: true });
    expect(refusalOf(again)).toEqual([429, 'CARD_REISSUED_LATELY']);
  });

  it('an officer applies for one person of the subtree, and acts on the plastic', async () => {
    const person = await onePerson(app, 'u1');
    const apply = (token: string, form = 'PLASTIC') =>
      call(token, 'POST', '/console/v1/cards/applications', { memberId: person.memberId, form, ...WHY });
    expect((await apply(auditor)).statusCode).toBe(403);
    expect((await apply(parkB)).statusCode).toBe(404);
    const applied = await apply(grassroots);
    expect(applied.statusCode).toBe(201);
    const { cardId } = applied.json<{ cardId: string }>();
    const listed = await call(auditor, 'GET', '/console/v1/cards/plastic?state=APPLIED&orgId=u1');
    expect(listed.json<{ items: object[] }>().items).toContainEqual(
      expect.objectContaining({ cardId, memberName: '李**', state: 'APPLIED', place: null }),
    );
    expect((await call(parkB, 'GET', '/console/v1/cards/plastic')).json()).toMatchObject({ items: [] });
    const act = (token: string, action: string) =>
      call(token, 'POST', `/console/v1/cards/${cardId}/plastic/actions`, { action, ...WHY });
    expect((await act(auditor, 'VOID')).statusCode).toBe(403);
    expect(refusalOf(await act(parkB, 'VOID'))).toEqual([404, 'CARD_UNKNOWN']);
    expect(refusalOf(await act(parkA, 'HAND_OVER'))).toEqual([409, 'PLASTIC_STEP_IMPOSSIBLE']);
    // A card that was only ever plastic to come ends with it.
    expect((await act(parkA, 'VOID')).json()).toMatchObject({ state: 'CANCELLED', plastic: { state: 'VOID' } });
    expect(refusalOf(await act(parkA, 'VOID'))).toEqual([404, 'PLASTIC_UNKNOWN']);
  });

  it('a batch is asked for, released by a second officer with the right, fetched and handed over', async () => {
    await people(app, 9, 'u1');
    const { cardId } = await anActiveCard(app, 'u1');
    const base = '/console/v1/cards/productions';
    const outlook = await call(grassroots, 'GET', `${base}/outlook?orgId=u1`);
    expect(outlook.json<{ withoutPlastic: number }>().withoutPlastic).toBeGreaterThanOrEqual(10);
    expect((await call(parkB, 'GET', `${base}/outlook?orgId=u1`)).statusCode).toBe(404);
    const order = { orgId: 'u1', audience: 'WITHOUT_PLASTIC', cardsMax: 1_000 };
    expect((await call(auditor, 'POST', base, order)).statusCode).toBe(403);
    expect((await call(parkB, 'POST', base, order)).statusCode).toBe(404);
    expect((await call(grassroots, 'POST', base, { ...order, cardsMax: 5_001 })).statusCode).toBe(400);
    const asked = await call(parkA, 'POST', base, order);
    expect(asked.statusCode).toBe(202);
    const { batchId } = asked.json<{ batchId: string }>();
    await app.get(ProductionRunner).collect(batchId);
    const url = `${base}/${batchId}`;
    const view = (await call(parkA, 'GET', url)).json<{ total: number }>();
    expect(view).toMatchObject({ state: 'IN_REVIEW', own: true, orgName: '一厂工会' });
    expect((await call(parkB, 'GET', url)).statusCode).toBe(404);
    expect((await call(grassroots, 'POST', `${url}/release`, WHY)).statusCode).toBe(403);
    expect(refusalOf(await call(parkA, 'POST', `${url}/release`, WHY))).toEqual([403, 'PRODUCTION_OWN']);
    expect((await call(checker, 'POST', `${url}/release`, {})).statusCode).toBe(400);
    expect((await call(checker, 'POST', `${url}/release`, WHY)).json()).toMatchObject({ state: 'PRODUCING' });
    expect(refusalOf(await call(parkA, 'POST', `${url}/cancel`, WHY))).toEqual([409, 'PRODUCTION_STEP_IMPOSSIBLE']);
    expect(refusalOf(await call(parkA, 'GET', `${url}/sheet.pdf`))).toEqual([404, 'PRODUCTION_FILE_GONE']);
    await app.get(ProductionRunner).produce(batchId);

    for (const [file, type, start] of [
      ['sheet.pdf', 'application/pdf', '%PDF-'],
      ['hand-over.pdf', 'application/pdf', '%PDF-'],
      ['printer.csv', 'text/csv; charset=utf-8', '\uFEFF序号'],
    ] as const) {
      expect((await call(auditor, 'GET', `${url}/${file}`)).statusCode).toBe(403);
      expect((await call(parkB, 'GET', `${url}/${file}`)).statusCode).toBe(404);
      const fetched = await call(parkA, 'GET', `${url}/${file}`);
      expect([fetched.statusCode, fetched.headers['content-type']]).toEqual([200, type]);
      expect(fetched.body.startsWith(start)).toBe(true);
    }
    const handOver = { exceptPlaces: [1], ...WHY };
    expect((await call(auditor, 'POST', `${url}/hand-over`, handOver)).statusCode).toBe(403);
    expect((await call(grassroots, 'POST', `${url}/hand-over`, handOver)).json()).toEqual({
      handedOver: view.total - 1,
      left: 1,
    });
    expect((await call(parkA, 'GET', base)).json<{ items: object[] }>().items).toHaveLength(1);
    expect((await call(parkB, 'GET', base)).json<{ items: object[] }>().items).toHaveLength(0);
    expect((await call(parkA, 'POST', `${url}/remake`, WHY)).json()).toMatchObject({ state: 'IN_REVIEW' });
    expect((await call(admin, 'GET', `/console/v1/cards/${cardId}`)).json()).toMatchObject({
      state: 'ACTIVE',
      expiresOn: '2036-11-22',
    });
  });

  it('a file of old cards is checked, its errors fetched, taken over or given up', async () => {
    const person = await onePerson(app, 'u1');
    const revealed = await call(admin, 'POST', `/console/v1/members/${person.memberId}/reveal`, {
      purpose: '测试接管',
    });
    const { idNumber } = revealed.json<{ idNumber: string }>();
    const base = '/console/v1/cards/takeovers';
    const boundary = 'x-cards';
    const send = (token: string, lines: readonly string[], orgId = 'u1') =>
      app.fastify.inject({
        method: 'POST',
        url: base,
        headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: [
          `--${boundary}`,
          'Content-Disposition: form-data; name="orgId"',
          '',
          orgId,
          `--${boundary}`,
          'Content-Disposition: form-data; name="file"; filename="old.csv"',
          'Content-Type: text/csv',
          '',
          ...lines,
          `--${boundary}--`,
          '',
        ].join('\r\n'),
      });
    const lines = ['旧卡号,姓名,身份证号', `360100010001,李明,${idNumber}`, `360100010002,张三,${idNumber}`];
    expect((await send(auditor, lines)).statusCode).toBe(403);
    expect((await send(parkB, lines)).statusCode).toBe(404);
    expect(refusalOf(await call(parkA, 'POST', base, {}))).toEqual([400, 'TAKEOVER_FILE_MISSING']);
    const sent = await send(parkA, lines);
    expect(sent.statusCode).toBe(202);
    const { takeoverId } = sent.json<{ takeoverId: string }>();
    await app.get(TakeoverRunner).run(takeoverId);
    const url = `${base}/${takeoverId}`;
    expect((await call(parkA, 'GET', url)).json()).toMatchObject({ state: 'CHECKED', newRows: 1, refusedRows: 1 });
    expect((await call(parkB, 'GET', url)).statusCode).toBe(404);
    const errors = await call(parkA, 'GET', `${url}/errors.csv`);
    expect(errors.body).toContain('保留正在使用的一张');
    expect(errors.body).not.toContain(idNumber);
    expect((await call(parkB, 'GET', `${url}/errors.csv`)).statusCode).toBe(404);
    expect((await call(parkA, 'GET', `${base}/template.csv`)).body).toContain('旧卡号,姓名,身份证号,卡状态');
    expect((await call(auditor, 'POST', `${url}/take`, {})).statusCode).toBe(403);
    expect((await call(parkB, 'POST', `${url}/take`, {})).statusCode).toBe(404);
    expect((await call(parkA, 'POST', `${url}/take`, {})).json()).toMatchObject({ state: 'TAKING' });
    await app.get(TakeoverRunner).run(takeoverId);
    expect(refusalOf(await call(parkA, 'POST', `${url}/discard`, {}))).toEqual([409, 'TAKEOVER_STEP_IMPOSSIBLE']);
    const found = await call(parkA, 'GET', '/console/v1/cards?q=3601-0001-0001');
    expect(found.json()).toMatchObject({ items: [{ legacyNo: '360100010001', state: 'ACTIVE' }] });
    expect((await call(parkB, 'GET', base)).json<{ items: object[] }>().items).toEqual([]);
  });
});
