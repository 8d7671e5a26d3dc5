import type { LightMyRequestResponse } from 'fastify';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { onePerson } from '../support/cards.js';
import { officerToken, workerToken } from '../support/sign-in.js';

const UNKNOWN = '0198c0de-0000-7000-8000-000000000000';
const PURPOSE = { purpose: '复核困难情况' };
const HARDSHIP = { code: 'HARDSHIP', level: 'DEEP', basis: '民政证明' };

type Method = 'GET' | 'POST' | 'DELETE';

describe('the routes of categories', () => {
  let app: TestApp;
  let worker: string;
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
  const said = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json<{ code: string }>().code];

  beforeAll(async () => {
    app = await startApp();
    await seedPlaces(app.database);
    tokens['admin'] = await officerToken(app, 'CITY_ADMIN', 'city');
    tokens['grassroots'] = await officerToken(app, 'GRASSROOTS_OFFICER', 'u1');
    tokens['auditor'] = await officerToken(app, 'AUDITOR', 'city');
    tokens['finance'] = await officerToken(app, 'FINANCE_MAKER', 'city');
    worker = await workerToken(app, (await onePerson(app)).phone);
  });
  afterAll(() => app.close());

  it.each<[Method, string, object | undefined, readonly string[]]>([
    ['GET', '/categories', undefined, ['finance']],
    ['GET', '/categories/cases', undefined, ['finance']],
    ['GET', `/categories/cases/${UNKNOWN}`, undefined, ['finance']],
    ['GET', '/categories/due', undefined, ['finance']],
    ['GET', '/categories/notices', undefined, ['finance']],
    ['GET', '/categories/holders?orgId=u1', undefined, ['finance']],
    ['GET', `/members/${UNKNOWN}/categories`, undefined, ['finance']],
    ['POST', `/members/${UNKNOWN}/categories`, HARDSHIP, ['finance', 'auditor']],
    [
      'POST',
      `/categories/entries/${UNKNOWN}/changes`,
      { kind: 'EXIT', cause: 'EXITED', basis: '脱困' },
      ['finance', 'auditor'],
    ],
    ['POST', `/categories/cases/${UNKNOWN}/complete`, undefined, ['finance', 'auditor']],
    ['POST', `/categories/cases/${UNKNOWN}/return`, { note: '请补充' }, ['finance', 'auditor']],
    ['POST', `/categories/cases/${UNKNOWN}/withdrawal`, { note: '先不办' }, ['finance', 'auditor']],
    ['POST', `/categories/cases/${UNKNOWN}/decision`, { approve: true }, ['finance', 'auditor', 'grassroots']],
    ['POST', `/categories/cases/${UNKNOWN}/objections`, { by: '邻居', text: '不实' }, ['finance', 'auditor']],
    [
      'POST',
      `/categories/cases/${UNKNOWN}/objections/${UNKNOWN}/settlement`,
      { upheld: true, note: '属实' },
      ['finance', 'auditor', 'grassroots'],
    ],
    ['POST', `/categories/cases/${UNKNOWN}/evidence`, PURPOSE, ['finance', 'auditor']],
    ['POST', `/categories/cases/${UNKNOWN}/files/${UNKNOWN}/content`, PURPOSE, ['finance', 'auditor']],
    ['DELETE', `/categories/cases/${UNKNOWN}/files/${UNKNOWN}`, undefined, ['finance', 'auditor']],
    [
      'POST',
      `/categories/cases/${UNKNOWN}/visits`,
      { visitedOn: '2026-11-20', visitedBy: '某', note: '看过' },
      ['finance', 'auditor'],
    ],
  ])('%s %s is closed to who may not, and to workers', async (method, path, payload, closedTo) => {
    for (const who of closedTo)
      expect([who, ...said(await desk(who, method, path, payload))]).toEqual([who, 403, 'NOT_ALLOWED']);
    expect((await desk(worker, method, path, payload)).statusCode).toBe(401);
    // Whoever may finds nothing under an id of nobody, and lists where there is no id.
    const expected = path.includes(UNKNOWN) ? 404 : 200;
    expect((await desk('admin', method, path, payload)).statusCode).toBe(expected);
  });

  it.each<[Method, string]>([
    ['GET', '/worker/v1/categories'],
    ['GET', '/worker/v1/notices'],
    ['POST', '/worker/v1/categories/applications'],
    ['POST', `/worker/v1/categories/applications/${UNKNOWN}/files`],
    ['POST', `/worker/v1/categories/applications/${UNKNOWN}/sending`],
    ['POST', `/worker/v1/categories/applications/${UNKNOWN}/withdrawal`],
    ['DELETE', `/worker/v1/categories/applications/${UNKNOWN}/files/${UNKNOWN}`],
  ])('%s %s is the member’s own', async (method, url) => {
    expect((await call('admin', method, url)).statusCode).toBe(401);
    expect((await app.fastify.inject({ method, url })).statusCode).toBe(401);
  });
});
