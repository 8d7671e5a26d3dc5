import { ErasuresService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { drain } from '../support/drain.js';
import { officerToken, workerToken } from '../support/sign-in.js';

const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000';

describe('the desk of personal data', () => {
  let app: TestApp;
  let admin: string;
  let other: string;
  let parkA: string;
  let parkB: string;
  let auditor: string;
  let finance: string;
  let person: Person;

  const call = (token: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const codeOf = (answer: { json: () => { code: string } }): string => answer.json().code;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00'), jobs: true });
    await seedPlaces(app.database);
    [admin, other, parkA, parkB, auditor, finance] = [
      await officerToken(app, 'CITY_ADMIN', 'city'),
      await officerToken(app, 'CITY_ADMIN', 'city'),
      await officerToken(app, 'PARK_OFFICER', 'park-a'),
      await officerToken(app, 'PARK_OFFICER', 'park-b'),
      await officerToken(app, 'AUDITOR', 'city'),
      await officerToken(app, 'FINANCE_MAKER', 'city'),
    ];
    person = await onePerson(app, 'u1');
  });
  afterAll(() => app.close());

  it('deletes a member’s data when two officers of the union agree, and nobody else can', async () => {
    const url = `/console/v1/members/${person.memberId}/erasure`;
    const leaving = await onePerson(app, 'u1');
    for (const token of [auditor, finance])
      expect((await call(token, 'POST', url, { reason: '本人申请' })).statusCode).toBe(403);
    expect((await call(parkB, 'POST', url, { reason: '本人申请' })).statusCode).toBe(404);
    expect((await call(parkA, 'POST', url, { reason: '' })).statusCode).toBe(400);
    const asked = await call(parkA, 'POST', `/console/v1/members/${leaving.memberId}/erasure`, { reason: '本人申请' });
    expect(asked.statusCode).toBe(202);
    const { erasureId } = asked.json<{ erasureId: string }>();

    const decision = `/console/v1/erasures/${erasureId}/decision`;
    expect(codeOf(await call(parkA, 'POST', decision, { approve: true }))).toBe('SAME_PERSON');
    expect((await call(parkB, 'POST', decision, { approve: true })).statusCode).toBe(404);
    expect((await call(parkB, 'GET', '/console/v1/erasures')).json()).toEqual({ items: [], nextCursor: null });
    const list = await call(admin, 'GET', '/console/v1/erasures?state=REQUESTED');
    expect(list.json<{ items: unknown[] }>().items).toEqual([
      expect.objectContaining({ id: erasureId, memberName: '李**', orgName: '一厂工会', mayDecide: true, dueAt: null }),
    ]);
    expect((await call(admin, 'POST', decision, { approve: true })).statusCode).toBe(204);
    await drain(app);
    expect((await call(admin, 'GET', `/console/v1/members/${leaving.memberId}`)).statusCode).toBe(404);
    expect((await call(parkA, 'GET', `/console/v1/members?q=${leaving.phone}`)).json()).toMatchObject({ items: [] });
    expect(codeOf(await call(admin, 'POST', `/console/v1/erasures/${UNKNOWN_ID}/decision`, { approve: true }))).toBe(
      'ERASURE_UNKNOWN',
    );
  });

  it('lets the city change periods and texts, the auditor read them, and others nothing', async () => {
    for (const path of ['/console/v1/retention', '/console/v1/consent-texts']) {
      expect((await call(parkA, 'GET', path)).statusCode).toBe(403);
      for (const token of [admin, auditor]) expect((await call(token, 'GET', path)).statusCode).toBe(200);
    }
    const change = { keepDays: 14, reason: '按年度检查意见' };
    expect((await call(auditor, 'PUT', '/console/v1/retention/DATA_EXPORT', change)).statusCode).toBe(403);
    expect(
      (await call(admin, 'PUT', '/console/v1/retention/DATA_EXPORT', { ...change, keepDays: 1.5 })).statusCode,
    ).toBe(400);
    expect((await call(admin, 'PUT', '/console/v1/retention/DATA_EXPORT', change)).statusCode).toBe(204);
    const rules = (await call(auditor, 'GET', '/console/v1/retention')).json<{ items: { code: string }[] }>().items;
    expect(rules.find(({ code }) => code === 'DATA_EXPORT')).toMatchObject({ keepDays: 14, changedBy: '测试干部' });

    const text = { kind: 'SENSITIVE', titleZh: '新', titleEn: 'New', bodyZh: '正文', bodyEn: 'Body' };
    expect((await call(auditor, 'POST', '/console/v1/consent-texts', text)).statusCode).toBe(403);
    expect((await call(admin, 'POST', '/console/v1/consent-texts', { ...text, bodyEn: ' ' })).statusCode).toBe(400);
    const published = await call(admin, 'POST', '/console/v1/consent-texts', text);
    expect(published.json<{ items: object[] }>().items).toContainEqual(
      expect.objectContaining({ ...text, version: 2 }),
    );
  });

  it('shows how far a change of keys is to who runs the product', async () => {
    expect((await call(auditor, 'GET', '/console/v1/keys')).statusCode).toBe(403);
    const { items } = (await call(admin, 'GET', '/console/v1/keys')).json<{
      items: { keys: string; tables: object[] }[];
    }>();
    expect(items.map(({ keys }) => keys)).toEqual(['fields', 'index']);
    expect(items[0]?.tables).toContainEqual({ table: 'member', left: 0 });
  });

  it('lets a worker agree, export, see who looked, ask for deletion and take it back', async () => {
    const worker = await workerToken(app, person.phone);
    await call(other, 'POST', `/console/v1/members/${person.memberId}/reveal`, { purpose: '核对身份信息' });
    const consents = (await call(worker, 'GET', '/worker/v1/consents')).json<{
      items: { kind: string; given: boolean }[];
    }>();
    expect(consents.items.map(({ kind, given }) => [kind, given])).toEqual([
      ['GENERAL', true],
      ['SENSITIVE', false],
    ]);
    const yes = { kind: 'SENSITIVE', version: 2, given: true };
    expect((await call(worker, 'POST', '/worker/v1/consents', yes)).statusCode).toBe(200);
    expect(codeOf(await call(worker, 'POST', '/worker/v1/consents', { ...yes, version: 1 }))).toBe('CONSENT_OUTDATED');

    expect((await call(worker, 'GET', '/worker/v1/my-data/looks')).json()).toEqual({
      items: [{ at: '2026-11-22T09:00:00+08:00', who: '测试干部', purpose: '核对身份信息' }],
    });
    const asked = await call(worker, 'POST', '/worker/v1/my-data/exports', {});
    expect(asked.statusCode).toBe(202);
    const id = asked.json<{ items: { id: string }[] }>().items[0]?.id ?? '';
    await drain(app);
    const file = await call(worker, 'GET', `/worker/v1/my-data/exports/${id}/data.html`);
    expect(file.headers['content-disposition']).toContain('my-data.html');
    expect(file.body).toContain(person.phone);
    expect((await call(admin, 'GET', `/worker/v1/my-data/exports/${id}/data.json`)).statusCode).toBe(401);
    const stranger = await workerToken(app, (await onePerson(app)).phone);
    expect(codeOf(await call(stranger, 'GET', `/worker/v1/my-data/exports/${id}/data.json`))).toBe('EXPORT_GONE');

    const erasure = await call(worker, 'POST', '/worker/v1/erasure', {});
    expect(erasure.json()).toEqual({
      open: { requestedAt: '2026-11-22T09:00:00+08:00', dueAt: '2026-11-29T09:00:00+08:00' },
      waitDays: 7,
    });
    expect(codeOf(await call(worker, 'POST', '/worker/v1/erasure', {}))).toBe('ERASURE_OPEN');
    expect((await call(worker, 'DELETE', '/worker/v1/erasure')).json()).toEqual({ open: null, waitDays: 7 });
    expect(await app.get(ErasuresService).carryOutDue()).toBe(0);
  });

  it('lets auditors search the trail by what was done, by whom, to whom and when', async () => {
    expect((await call(parkA, 'GET', '/console/v1/audit')).statusCode).toBe(403);
    const list = async (query: string) =>
      (await call(auditor, 'GET', `/console/v1/audit?${query}`)).json<{ items: Record<string, unknown>[] }>().items;
    const [look] = await list('action=member.revealed');
    expect(look).toMatchObject({
      actorName: '测试干部',
      subjectId: person.memberId,
      detail: { purpose: '核对身份信息' },
    });
    expect((await list('action=erasure')).every(({ action }) => String(action).startsWith('erasure.'))).toBe(true);
    expect(
      await list(`action=member.revealed&actorId=${String(look?.['actorId'])}&fromOn=2026-11-22&untilOn=2026-11-22`),
    ).toHaveLength(1);
    expect(await list('action=member.revealed&untilOn=2026-11-21')).toEqual([]);
    expect((await call(auditor, 'GET', '/console/v1/audit?fromOn=yesterday')).statusCode).toBe(400);
  });

  describe('is no oracle for phones and numbers (F39)', () => {
    it('tells a stranger’s phone from a member’s nowhere at sign-in', async () => {
      const member = await onePerson(app, 'u2');
      const device = 'test-device-0123456789';
      const ask = async (phone: string) =>
        app.fastify.inject({ method: 'POST', url: '/auth/v1/otp', payload: { phone, device } });
      const [known, unknown] = [await ask(member.phone), await ask('13900000001')];
      expect([known.statusCode, Object.keys(known.json<object>())]).toEqual([
        unknown.statusCode,
        Object.keys(unknown.json<object>()),
      ]);
      const verify = (challengeId: string) =>
        app.fastify.inject({
          method: 'POST',
          url: '/auth/v1/otp/verify',
          payload: { challengeId, device, code: '000000' },
        });
      const wrong = await Promise.all(
        [known, unknown].map(async (asked) => (await verify(asked.json<{ challengeId: string }>().challengeId)).body),
      );
      expect(wrong[0]).toBe(wrong[1]);
    });

    it('answers an officer alike for a member of elsewhere, somebody erased and nobody', async () => {
      const elsewhere = await onePerson(app, 'u2');
      const search = async (q: string) => (await call(parkA, 'GET', `/console/v1/members?q=${q}`)).body;
      const nobody = await search('13900000002');
      expect(await search(elsewhere.phone)).toBe(nobody);
      for (const path of [elsewhere.memberId, UNKNOWN_ID])
        expect(
          (await call(parkA, 'POST', `/console/v1/members/${path}/erasure`, { reason: '本人申请' })).json(),
        ).toMatchObject({
          code: 'MEMBER_UNKNOWN',
        });
    });
  });
});
