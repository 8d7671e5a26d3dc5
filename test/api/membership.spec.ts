import { ManualClock } from '../../src/shared/clock.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { issueTo, onePerson } from '../support/cards.js';
import { officerToken, workerToken } from '../support/sign-in.js';

type Method = 'GET' | 'POST';
/** What the answers these tests look into have in common. */
type Body = Record<string, unknown> & {
  readonly items: readonly ({ readonly id: string } & Record<string, unknown>)[];
  readonly application: Record<string, unknown>;
};
const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000';

describe('joining, moving and leaving', () => {
  let app: TestApp;
  let first: string;
  let second: string;
  let other: string;
  let city: string;
  let auditor: string;
  let made = 0;

  const call = async (token: string, method: Method, url: string, payload?: object) => {
    const answer = await app.fastify.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.json<Body>(), text: answer.body };
  };
  const aPerson = (): { name: string; idNumber: string; phone: string } => {
    made += 1;
    const idNumber = makeIdNumber('360103', '1991-05-06', made);
    return { name: '赵小兰', idNumber, phone: `1371000${String(made).padStart(4, '0')}` };
  };
  const apply = async (person = aPerson(), orgId = 'u1') => {
    const token = await workerToken(app, person.phone);
    const answer = await call(token, 'POST', '/worker/v1/joining', { ...person, orgId, consentVersion: 1 });
    return { token, person, answer };
  };
  const newest = async (token: string): Promise<{ id: string } & Record<string, unknown>> => {
    const { body } = await call(token, 'GET', '/console/v1/applications?limit=1');
    const [first] = body.items;
    if (first === undefined) throw new Error('nobody applied');
    return first;
  };

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-25T09:00:00+08:00') });
    await seedPlaces(app.database);
    [first, second, other, city, auditor] = [
      await officerToken(app, 'GRASSROOTS_OFFICER', 'u1'),
      await officerToken(app, 'GRASSROOTS_OFFICER', 'u1'),
      await officerToken(app, 'GRASSROOTS_OFFICER', 'u2'),
      await officerToken(app, 'CITY_ADMIN', 'city'),
      await officerToken(app, 'AUDITOR', 'city'),
    ];
  });
  afterAll(() => app.close());

  it.each([
    ['GET', '/console/v1/applications/waiting', undefined, 200],
    ['GET', '/console/v1/unions?q=%E4%B8%80%E5%8E%82', undefined, 200],
    [
      'POST',
      '/console/v1/applications',
      { name: '甲', idNumber: '1'.repeat(18), phone: '13800000000', orgId: 'u1' },
      400,
    ],
    ['POST', `/console/v1/applications/${UNKNOWN_ID}/decision`, { approve: true }, 404],
    ['POST', `/console/v1/transfers/${UNKNOWN_ID}/confirmation`, {}, 404],
    ['POST', `/console/v1/transfers/${UNKNOWN_ID}/end`, { refuse: true, reason: '不同意' }, 404],
    ['POST', `/console/v1/members/${UNKNOWN_ID}/transfer`, { orgId: 'u1', reason: '调动' }, 404],
    ['POST', `/console/v1/members/${UNKNOWN_ID}/standing`, { step: 'RETAIN', reason: '待业' }, 404],
    [
      'POST',
      `/console/v1/members/${UNKNOWN_ID}/phone`,
      { phone: '13800000000', reason: '换号', documentSeen: true },
      404,
    ],
  ] as const)(
    '%s %s is for officers who may change members, and knows nobody outside their unions',
    async (method, url, body, status) => {
      expect((await call(auditor, method, url, body)).status).toBe(403);
      const { token } = await apply();
      expect((await call(token, method, url, body)).status).toBe(401);
      expect((await call(first, method, url, body)).status).toBe(status);
    },
  );

  it('F48 F39 refuses fields nobody knows, and members’ routes to who is none', async () => {
    const { token, answer, person } = await apply();
    expect(answer).toMatchObject({ status: 201, body: { application: { state: 'PENDING', orgName: '一厂工会' } } });
    expect((await call(token, 'GET', '/worker/v1/card')).status).toBe(403);
    expect((await call(token, 'GET', '/worker/v1/membership')).status).toBe(403);
    const again = { ...person, orgId: 'u1', consentVersion: 1 };
    expect((await call(token, 'POST', '/worker/v1/joining', { ...again, role: 'OFFICER' })).status).toBe(400);
    expect((await call(token, 'POST', '/worker/v1/joining', again)).body).toMatchObject({ code: 'APPLICATION_OPEN' });
    const stolen = { ...again, phone: '13700099999' };
    expect((await call(token, 'POST', '/worker/v1/joining', stolen)).body).toMatchObject({ code: 'PHONE_NOT_PROVED' });
  });

  it('F39 answers an applicant the same whether the platform knows the ID number or not', async () => {
    const known = await onePerson(app, 'u2');
    const idNumber = makeIdNumber('360102', '1990-01-31', Number(known.phone.slice(3)));
    expect(idNumber.slice(-6)).toBe(known.proof);
    const [stranger, member] = [await apply(), await apply({ ...aPerson(), idNumber })];
    const shape = ({ answer }: typeof member) => [answer.status, Object.keys(answer.body.application)];
    expect(shape(member)).toEqual(shape(stranger));
    const { id } = await newest(first);
    const decided = await call(first, 'POST', `/console/v1/applications/${id}/decision`, { approve: true });
    expect(decided).toMatchObject({ status: 200, body: { state: 'TRANSFER', memberId: null } });
    expect(decided.text).not.toContain('二厂');

    // Each union sees its own side, and nothing of the other one until it is done.
    const [here, there] = [
      await call(first, 'GET', '/console/v1/transfers'),
      await call(other, 'GET', '/console/v1/transfers'),
    ];
    expect(here.body.items[0]).toMatchObject({
      memberId: null,
      sides: ['TO'],
      nameMasked: '李**',
      fromOrgName: null,
      toOrgName: '一厂工会',
      mayConfirm: false,
      mayCancel: true,
    });
    expect(there.body.items[0]).toMatchObject({
      memberId: known.memberId,
      fromOrgName: '二厂工会',
      toOrgName: null,
    });
    expect([here.text.includes('二厂'), there.text.includes('一厂')]).toEqual([false, false]);
    const { id: transferId } = there.body.items[0] ?? { id: '' };
    expect((await call(first, 'POST', `/console/v1/transfers/${transferId}/confirmation`, {})).body).toMatchObject({
      code: 'TRANSFER_CONFIRMED',
    });
    const done = await call(other, 'POST', `/console/v1/transfers/${transferId}/confirmation`, {});
    expect(done).toMatchObject({ status: 200, body: { state: 'DONE', toOrgName: '一厂工会', memberId: null } });
    expect((await call(first, 'GET', `/console/v1/members/${known.memberId}`)).body).toMatchObject({ orgId: 'u1' });
  });

  it('joins a worker the union confirms, who is signed in as a member without doing anything', async () => {
    const { token, person } = await apply();
    expect((await call(other, 'GET', '/console/v1/applications')).body).toEqual({ items: [], nextCursor: null });
    const application = await newest(first);
    expect(application).toMatchObject({
      kind: 'SELF',
      name: '赵小兰',
      idNumberMasked: expect.stringMatching(/^3601\*{10}.{4}$/),
      phoneMasked: `137****${person.phone.slice(7)}`,
      mayDecide: true,
    });
    expect((await call(first, 'GET', '/console/v1/applications/waiting')).body['applications']).toBeGreaterThan(0);
    const url = `/console/v1/applications/${application.id}/decision`;
    expect((await call(other, 'POST', url, { approve: true })).status).toBe(404);
    expect((await call(first, 'POST', url, { approve: false })).status).toBe(400);
    const decided = await call(first, 'POST', url, { approve: true });
    expect(decided).toMatchObject({ status: 200, body: { state: 'JOINED', idNumberMasked: null, phoneMasked: null } });
    expect((await call(second, 'POST', url, { approve: true })).body).toMatchObject({ code: 'APPLICATION_DECIDED' });

    expect((await call(token, 'GET', '/worker/v1/joining')).body).toMatchObject({ application: { state: 'JOINED' } });
    expect((await call(token, 'GET', '/worker/v1/consents')).body.items[0]).toMatchObject({ given: true });
    expect(await call(token, 'GET', '/worker/v1/membership')).toMatchObject({
      status: 200,
      body: { membership: 'ACTIVE', orgName: '一厂工会', events: [{ kind: 'JOINED' }], transfer: null },
    });
    const { memberId } = decided.body as unknown as { memberId: string };
    const { body } = await call(first, 'GET', `/console/v1/members/${memberId}/history`);
    expect(body).toMatchObject({
      items: [{ kind: 'JOINED', toOrgName: '一厂工会', actorKind: 'officer', actorName: '测试干部' }],
      steps: ['RETAIN', 'WITHDRAW'],
    });
  });

  it('keeps no number of who was refused, tells them why, and lets them apply again five times a day', async () => {
    const { token, person } = await apply();
    const again = { ...person, orgId: 'u1', consentVersion: 1 };
    for (let time = 1; time <= 5; time += 1) {
      const { id } = await newest(first);
      await call(first, 'POST', `/console/v1/applications/${id}/decision`, {
        approve: false,
        reason: '不是本单位职工',
      });
      expect((await call(token, 'GET', '/worker/v1/joining')).body).toMatchObject({
        application: { state: 'REFUSED', reason: '不是本单位职工', nameMasked: '赵**' },
      });
      const { status } = await call(token, 'POST', '/worker/v1/joining', again);
      expect(status).toBe(time < 5 ? 201 : 429);
    }
    const rows: unknown[] = await app.database.db.query(
      `SELECT 1 FROM membership_application WHERE state = 'REFUSED' AND num_nonnulls(id_number_cipher, phone_cipher, id_number_hash, phone_hash) > 0`,
    );
    expect(rows).toEqual([]);
  });

  it('wants a second officer for whom an officer proposes, and says of a member elsewhere only that a transfer began', async () => {
    const person = aPerson();
    const body = { ...person, orgId: 'u1' };
    const proposed = await call(first, 'POST', '/console/v1/applications', body);
    expect(proposed).toMatchObject({ status: 201, body: { outcome: 'PROPOSED' } });
    expect((await call(first, 'POST', '/console/v1/applications', body)).body).toMatchObject({
      code: 'APPLICATION_OPEN',
    });
    const url = `/console/v1/applications/${String(proposed.body['id'])}/decision`;
    expect((await call(first, 'POST', url, { approve: true })).body).toMatchObject({ code: 'SAME_PERSON' });
    const both = await Promise.all([
      call(second, 'POST', url, { approve: true }),
      call(city, 'POST', url, { approve: true }),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await call(first, 'POST', '/console/v1/applications', body)).body).toMatchObject({
      code: 'MEMBER_ALREADY',
    });
    const elsewhere = await call(other, 'POST', '/console/v1/applications', { ...body, orgId: 'u2' });
    expect(elsewhere).toMatchObject({ status: 201, body: { outcome: 'TRANSFER' } });
    expect((await call(other, 'POST', '/console/v1/applications', body)).status).toBe(404);
    const wrong = await call(first, 'POST', '/console/v1/applications', { ...body, idNumber: '360103199105060000' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID', field: 'idNumber' } });
  });

  it('lets a worker ask for a move that both unions confirm, and take it back', async () => {
    const person = await onePerson(app, 'u1');
    const token = await workerToken(app, person.phone);
    expect((await call(token, 'GET', '/worker/v1/unions?q=x')).status).toBe(400);
    expect((await call(token, 'GET', '/worker/v1/unions?q=%E5%8E%82%E5%B7%A5%E4%BC%9A')).body).toEqual({
      items: [
        { id: 'u1', name: '一厂工会' },
        { id: 'u2', name: '二厂工会' },
      ],
    });
    const ask = () => call(token, 'POST', '/worker/v1/membership/transfer', { orgId: 'u2', reason: '换了单位' });
    expect(await ask()).toMatchObject({
      status: 201,
      body: { transfer: { state: 'REQUESTED', toOrgName: '二厂工会', fromConfirmed: false, toConfirmed: false } },
    });
    const taken = await call(token, 'POST', '/worker/v1/membership/transfer/cancellation', {});
    expect(taken.body).toMatchObject({ transfer: { state: 'CANCELLED' } });
    await ask();
    const id = (await call(first, 'GET', `/console/v1/transfers?memberId=${person.memberId}`)).body.items[0]?.id;
    for (const officer of [other, first])
      await call(officer, 'POST', `/console/v1/transfers/${String(id)}/confirmation`, {});
    expect((await call(token, 'GET', '/worker/v1/membership')).body).toMatchObject({
      orgName: '二厂工会',
      transfer: { state: 'DONE' },
    });
    const city = await call(token, 'POST', '/worker/v1/membership/transfer', { orgId: 'city', reason: '换了单位' });
    expect(city.body).toMatchObject({ code: 'TRANSFER_UNION_WRONG' });
  });

  it('shows on one page what happened to a member: standing, card and number, by whom and why', async () => {
    const person = await onePerson(app, 'u1');
    await issueTo(app, person);
    const at = (path: string): string => `/console/v1/members/${person.memberId}/${path}`;
    const moved = await call(first, 'POST', at('transfer'), { orgId: 'u2', reason: '集团内调动' });
    expect(moved).toMatchObject({ status: 201, body: { outcome: 'REQUESTED' } });
    const url = `/console/v1/transfers/${String(moved.body['transferId'])}/end`;
    const refused = await call(other, 'POST', url, { refuse: true, reason: '查无此人' });
    expect(refused.body).toMatchObject({ state: 'REFUSED', endedReason: '查无此人', memberId: null });
    expect((await call(first, 'POST', at('standing'), { step: 'RETAIN', reason: '待业' })).body).toMatchObject({
      membership: 'RETAINED',
    });
    expect((await call(first, 'POST', at('standing'), { step: 'RETAIN', reason: '待业' })).body).toMatchObject({
      code: 'STANDING_STEP_IMPOSSIBLE',
    });
    const phone = { phone: '13622223333', reason: '换了号码', documentSeen: true };
    expect((await call(first, 'POST', at('phone'), { ...phone, documentSeen: false })).status).toBe(400);
    expect((await call(first, 'POST', at('phone'), phone)).body).toMatchObject({ phoneMasked: '136****3333' });
    const history = await call(city, 'GET', at('history'));
    expect(history.body.items.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['PHONE_CHANGED', '换了号码'],
      ['RETAINED', '待业'],
      ['CARD_ISSUED', 'issued'],
      ['JOINED', null],
    ]);
    expect((await call(other, 'GET', at('history'))).status).toBe(404);
    expect(history.text).not.toContain('13622223333');
  });
});
