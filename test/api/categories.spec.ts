import type { LightMyRequestResponse } from 'fastify';
import { CaseClock } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { aPdf, aPhoto, multipart } from '../support/evidence.js';
import { officerToken, workerToken } from '../support/sign-in.js';

const PURPOSE = { purpose: '复核困难情况' };
const HARDSHIP = { code: 'HARDSHIP', level: 'DEEP', basis: '民政证明' };
const DAY_MS = 86_400_000;

type Method = 'GET' | 'POST' | 'DELETE';

describe('categories over HTTP', () => {
  let app: TestApp;
  let person: Person;
  let worker: string;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const tokens: Record<string, string> = {};

  const call = (token: string, method: Method, url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { authorization: `Bearer ${tokens[token] ?? token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const desk = (who: string, method: Method, path: string, payload?: object) =>
    call(who, method, `/console/v1${path}`, payload);
  const mine = (method: Method, path = '', payload?: object) =>
    call(worker, method, `/worker/v1/categories${path}`, payload);
  const upload = (token: string, url: string, fileName: string, content: Buffer, field?: string) => {
    const { payload, headers } = multipart(fileName, content, field);
    const authorization = `Bearer ${tokens[token] ?? token}`;
    return app.fastify.inject({ method: 'POST', url, payload, headers: { ...headers, authorization } });
  };
  const said = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json<{ code: string }>().code];
  const apply = (given: object = {}) =>
    mine('POST', '/applications', {
      code: 'HARDSHIP',
      level: 'DEEP',
      statement: '家里的老人住院，收入一下子少了很多。',
      consent: 1,
      ...given,
    });
  const aCase = async (who = 'grassroots', memberId = person.memberId): Promise<string> =>
    (await desk(who, 'POST', `/members/${memberId}/categories`, HARDSHIP)).json<{ id: string }>().id;

  /** Everybody signs in, again whenever the clock has gone past the end of their tokens. */
  const renew = async () => {
    tokens['admin'] = await officerToken(app, 'CITY_ADMIN', 'city');
    tokens['park'] = await officerToken(app, 'PARK_OFFICER', 'park-a');
    tokens['grassroots'] = await officerToken(app, 'GRASSROOTS_OFFICER', 'u1');
    tokens['elsewhere'] = await officerToken(app, 'PARK_OFFICER', 'park-b');
    tokens['auditor'] = await officerToken(app, 'AUDITOR', 'city');
    worker = await workerToken(app, person.phone);
  };

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    person = await onePerson(app);
    await renew();
  });
  afterAll(() => app.close());

  it('tells what each category means', async () => {
    expect((await desk('auditor', 'GET', '/categories')).json<{ items: object[] }>().items).toContainEqual({
      code: 'MODEL_WORKER',
      name: '劳模',
      levels: ['NATIONAL', 'PROVINCIAL', 'CITY'],
      noticeDays: 5,
      noticeScope: 'PUBLIC',
      monthsMax: 60,
      reviewMonths: 12,
      evidenceMin: 1,
      workerMayApply: false,
      keepYears: 5,
      version: 1,
      retired: false,
    });
  });

  it('lets a member apply, add files, send and withdraw, and nobody else see it before', async () => {
    expect((await mine('GET')).json()).toMatchObject({ held: [], applications: [], consent: { version: 1 } });
    const begun = await apply();
    expect(begun.statusCode).toBe(201);
    expect(begun.json()).toMatchObject({ state: 'DRAFT', filesMin: 1, files: [], maySend: true });
    const { id } = begun.json<{ id: string }>();
    expect(said(await apply())).toEqual([409, 'CATEGORY_OPEN']);
    expect(said(await desk('admin', 'GET', `/categories/cases/${id}`))).toEqual([404, 'CASE_UNKNOWN']);
    expect(said(await mine('POST', `/applications/${id}/sending`))).toEqual([422, 'EVIDENCE_MISSING']);

    const files = `/worker/v1/categories/applications/${id}/files`;
    const added = await upload(worker, files, '证明.pdf', aPdf());
    expect([added.statusCode, added.json()]).toEqual([
      201,
      { id: expect.any(String), media: 'application/pdf', bytes: aPdf().length, addedAt: '2026-11-22T09:00:00+08:00' },
    ]);
    const gone = (await upload(worker, files, 'photo.jpg', aPhoto())).json<{ id: string }>();
    expect((await mine('DELETE', `/applications/${id}/files/${gone.id}`)).statusCode).toBe(204);
    expect(said(await mine('DELETE', `/applications/${id}/files/${gone.id}`))).toEqual([404, 'EVIDENCE_FILE_UNKNOWN']);
    expect((await mine('GET')).json()).toMatchObject({ applications: [{ id, files: [added.json()] }] });
    expect((await mine('POST', `/applications/${id}/sending`)).json()).toMatchObject({ state: 'APPLIED', files: [] });
    expect(said(await upload(worker, files, 'photo.jpg', aPhoto()))).toEqual([409, 'CASE_STATE']);
    expect((await mine('POST', `/applications/${id}/withdrawal`)).json()).toMatchObject({ state: 'WITHDRAWN' });
    expect(said(await mine('POST', `/applications/${id}/withdrawal`))).toEqual([409, 'CASE_STATE']);
  });

  it.each([
    ['another consent than the one shown', { consent: 2 }, 409, 'CONSENT_OUTDATED'],
    ['no consent', { consent: undefined }, 400, 'REQUEST_INVALID'],
    ['a word instead of a story', { statement: '困难' }, 400, 'REQUEST_INVALID'],
    ['a field nobody knows', { state: 'GRANTED' }, 400, 'REQUEST_INVALID'],
    ['an honour', { code: 'MODEL_WORKER', level: 'CITY' }, 422, 'CATEGORY_NOT_FOR_APPLYING'],
    ['a level of another category', { level: 'CITY' }, 422, 'CATEGORY_LEVEL_WRONG'],
    ['a category nobody knows', { code: 'KING' }, 422, 'CATEGORY_UNKNOWN'],
  ])('refuses an application with %s', async (_case, given, status, code) => {
    expect(said(await apply(given))).toEqual([status, code]);
  });

  it('takes no file that is not what it says', async () => {
    const { id } = (await apply({ code: 'NEW_FORM', level: undefined })).json<{ id: string }>();
    const url = `/worker/v1/categories/applications/${id}/files`;
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('<script>')]);
    const send = async (name: string, content: Buffer, field?: string) =>
      said(await upload(worker, url, name, content, field));
    expect(await send('run.pdf', Buffer.from('MZ not a document'))).toEqual([422, 'EVIDENCE_FILE_TYPE']);
    expect(await send('photo.png', aPhoto())).toEqual([422, 'EVIDENCE_FILE_TYPE']);
    expect(await send('photo.png', png)).toEqual([422, 'EVIDENCE_FILE_UNSAFE']);
    expect(await send('photo.jpg', Buffer.alloc(0))).toEqual([400, 'EVIDENCE_FILE_EMPTY']);
    expect(await send('photo.jpg', aPhoto(), 'other')).toEqual([400, 'EVIDENCE_FILE_MISSING']);
    expect(await send('photo.jpg', aPhoto(5 * 1024 * 1024))).toEqual([413, 'EVIDENCE_FILE_TOO_LARGE']);
    expect(await send('photo.jpg', aPhoto(7 * 1024 * 1024))).toEqual([413, 'EVIDENCE_FILE_TOO_LARGE']);
    expect((await upload(worker, url, 'photo.jpg', aPhoto(5 * 1024 * 1024 - 6))).statusCode).toBe(201);
    expect(said(await call(worker, 'POST', url, { file: 'x' }))).toEqual([400, 'EVIDENCE_FILE_MISSING']);
    for (let n = 1; n < 10; n += 1) expect((await upload(worker, url, 'photo.jpg', aPhoto())).statusCode).toBe(201);
    expect(await send('photo.jpg', aPhoto())).toEqual([409, 'EVIDENCE_FILES_MANY']);
    await mine('POST', `/applications/${id}/withdrawal`);
  });

  it('goes over two officers and a notice to a grant', async () => {
    const id = await aCase();
    const path = `/categories/cases/${id}`;
    const files = `/console/v1${path}/files`;
    expect((await upload('grassroots', files, 'photo.jpg', aPhoto())).statusCode).toBe(201);
    const mistake = (await upload('grassroots', files, '错.pdf', aPdf())).json<{ id: string }>();
    expect((await desk('grassroots', 'DELETE', `${path}/files/${mistake.id}`)).statusCode).toBe(204);
    const visit = { visitedOn: '2026-11-20', visitedBy: '涂秀芳', note: '住房简陋' };
    expect((await desk('grassroots', 'POST', `${path}/visits`, visit)).statusCode).toBe(204);
    expect((await desk('grassroots', 'POST', `${path}/complete`)).json()).toMatchObject({
      state: 'IN_REVIEW',
      may: ['OPEN_EVIDENCE', 'RETURN', 'WITHDRAW'],
    });
    expect((await desk('park', 'GET', '/categories/cases?state=WAITING')).json()).toMatchObject({
      items: [
        {
          id,
          memberName: '李明',
          codeName: '困难职工',
          kind: 'NEW',
          may: ['OPEN_EVIDENCE', 'RETURN', 'APPROVE', 'REFUSE', 'WITHDRAW'],
        },
      ],
    });
    expect((await desk('park', 'POST', `${path}/return`, { note: '请补充' })).json()).toMatchObject({
      state: 'PROPOSED',
    });
    await desk('grassroots', 'POST', `${path}/complete`);
    expect((await desk('park', 'POST', `${path}/decision`, { approve: true })).json()).toMatchObject({
      state: 'NOTICE',
    });

    const objected = await desk('grassroots', 'POST', `${path}/objections`, { by: '工友老陈', text: '他家另有门面' });
    expect(objected.statusCode).toBe(201);
    expect(objected.body).not.toMatch(/老陈|门面/);
    const [objection] = objected.json<{ objections: { id: string }[] }>().objections;
    const settle = `${path}/objections/${objection?.id}/settlement`;
    const settled = await desk('park', 'POST', settle, { upheld: false, note: '查实为亲属所有' });
    expect(settled.json()).toMatchObject({ case: { openObjections: 0 }, objections: [{ state: 'DISMISSED' }] });

    clock.advance(6 * DAY_MS);
    await app.get(CaseClock).grantDue();
    await renew();
  });

  it('shows evidence to who may see it, for a purpose, as a download', async () => {
    const other = await onePerson(app);
    const id = await aCase('grassroots', other.memberId);
    const path = `/categories/cases/${id}`;
    const content = aPhoto();
    const { id: fileId } = (await upload('grassroots', `/console/v1${path}/files`, 'photo.jpg', content)).json<{
      id: string;
    }>();
    const view = `${path}/files/${fileId}/content`;
    expect(said(await desk('park', 'POST', view, { purpose: '看' }))).toEqual([400, 'REQUEST_INVALID']);
    expect(said(await desk('auditor', 'POST', view, PURPOSE))).toEqual([403, 'NOT_ALLOWED']);
    expect(said(await desk('auditor', 'POST', `${path}/evidence`, PURPOSE))).toEqual([403, 'NOT_ALLOWED']);
    expect(said(await desk('elsewhere', 'POST', view, PURPOSE))).toEqual([404, 'CASE_UNKNOWN']);
    const shown = await desk('park', 'POST', view, PURPOSE);
    expect(shown.rawPayload).toEqual(content);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="evidence.jpg"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect((await desk('park', 'POST', `${path}/evidence`, PURPOSE)).json()).toMatchObject({
      statement: null,
      files: [{ id: fileId, media: 'image/jpeg', bytes: content.length }],
      erased: false,
    });
    expect((await desk('grassroots', 'POST', `${path}/withdrawal`, { note: '提错了人' })).json()).toMatchObject({
      state: 'WITHDRAWN',
    });
  });

  it('lists who holds what on a day as it was known, what is due, and one member’s history', async () => {
    expect(
      (await desk('auditor', 'GET', `/members/${person.memberId}/categories?asOf=2026-11-28`)).json(),
    ).toMatchObject({
      asOf: '2026-11-28',
      on: '2026-11-28',
      held: [{ code: 'HARDSHIP', codeName: '困难职工', level: 'DEEP', untilOn: '2027-11-27' }],
      facts: [{ version: 1, cause: 'GRANTED', held: true, supersededAt: null }],
    });
    expect((await desk('park', 'GET', `/members/${person.memberId}/categories?asOf=2026-11-27`)).json()).toMatchObject({
      held: [],
      facts: [],
    });
    expect(said(await desk('elsewhere', 'GET', `/members/${person.memberId}/categories`))).toEqual([
      404,
      'MEMBER_UNKNOWN',
    ]);
    const holders = (await desk('park', 'GET', '/categories/holders?orgId=park-a&code=HARDSHIP')).json<{
      items: { entryId: string }[];
    }>();
    expect(holders).toMatchObject({ items: [{ memberId: person.memberId, level: 'DEEP' }], nextCursor: null });
    expect((await desk('elsewhere', 'GET', '/categories/holders?orgId=park-a')).json()).toMatchObject({ items: [] });
    expect((await desk('park', 'GET', '/categories/due')).json()).toEqual({ items: [], nextCursor: null });

    const entry = `/categories/entries/${holders.items[0]?.entryId}/changes`;
    const exit = { kind: 'EXIT', cause: 'EXITED', basis: '收入已经稳定' };
    expect(said(await desk('elsewhere', 'POST', entry, exit))).toEqual([404, 'ENTRY_UNKNOWN']);
    expect(said(await desk('park', 'POST', entry, { ...exit, kind: 'VANISH' }))).toEqual([400, 'REQUEST_INVALID']);
    const proposed = await desk('park', 'POST', entry, exit);
    expect([proposed.statusCode, proposed.json()]).toMatchObject([
      201,
      { kind: 'EXIT', cause: 'EXITED', state: 'PROPOSED' },
    ]);
    await desk('park', 'POST', `/categories/cases/${proposed.json<{ id: string }>().id}/withdrawal`, {
      note: '先不办',
    });

    clock.advance(320 * DAY_MS);
    await renew();
    expect((await desk('park', 'GET', '/categories/due')).json()).toMatchObject({
      items: [{ memberId: person.memberId, code: 'HARDSHIP', underWay: false }],
    });
    expect((await mine('GET')).json()).toMatchObject({ held: [{ code: 'HARDSHIP', daysLeft: 44, mayRenew: true }] });
    expect((await apply()).json()).toMatchObject({ kind: 'REVIEW' });
  });

  it('posts masked names and nothing else: inside the union, or for everybody', async () => {
    const honoured = await onePerson(app);
    const propose = async (body: object) => {
      const proposed = await desk('grassroots', 'POST', `/members/${honoured.memberId}/categories`, body);
      const path = `/categories/cases/${proposed.json<{ id: string }>().id}`;
      await upload('grassroots', `/console/v1${path}/files`, 'photo.jpg', aPhoto());
      await desk('grassroots', 'POST', `${path}/complete`);
      await desk('park', 'POST', `${path}/decision`, { approve: true });
    };
    await propose({ code: 'MODEL_WORKER', level: 'CITY', basis: '市政府表彰决定' });
    await propose(HARDSHIP);
    const today = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const honour = {
      maskedName: '李**',
      orgName: '一厂工会',
      codeName: '劳模',
      level: 'CITY',
      fromOn: today,
      untilOn: expect.any(String),
    };
    const answer = await app.fastify.inject({ url: '/worker/v1/public-notices' });
    expect(answer.json()).toEqual({ items: [honour] });
    expect(answer.headers['x-robots-tag']).toBe('noindex, nofollow, noarchive');
    const inside = { ...honour, codeName: '困难职工', level: 'DEEP' };
    expect((await call(worker, 'GET', '/worker/v1/notices')).json()).toEqual({ items: [honour, inside] });
    expect((await desk('park', 'GET', '/categories/notices')).json()).toEqual({ items: [honour, inside] });
    expect((await desk('elsewhere', 'GET', '/categories/notices')).json()).toEqual({ items: [] });

    const asked = await Promise.all(
      Array.from({ length: 40 }, () => app.fastify.inject({ url: '/worker/v1/public-notices' })),
    );
    expect(asked.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThanOrEqual(9);
  });
});
