import { Authenticators } from '../../src/platform/http/access.guard.js';
import { TalliesService } from '../../src/modules/reporting/index.js';
import { OFFICER_PERMISSIONS } from '../../src/modules/identity/index.js';
import type { OfficerCaller, OfficerRole } from '../../src/shared/caller.js';
import { shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { anEnterprise } from '../support/census.js';
import { World } from '../support/world.js';

let app: TestApp;
let officer: OfficerCaller;

const officerOf = (scope: string, role: OfficerRole = 'CITY_ADMIN'): OfficerCaller => ({
  ...anOfficer({ scope: [scope] }),
  roles: [role],
  permissions: OFFICER_PERMISSIONS[role],
});
const PARK_A = '/city/park-a/';

beforeAll(async () => {
  app = await startApp();
  app.get(Authenticators).register('console', { authenticate: () => Promise.resolve(officer) });
  const world = await World.build(app);
  await anEnterprise(app, { union: 'u1', industry: '食品', workers: 10 });
  await anEnterprise(app, { park: 'B', union: 'u2', industry: '物流', workers: 5 });
  await world.someMembers(4);
  await world.someMembers(1, { orgId: 'u2' });
  await app.get(TalliesService).fold();
});
afterAll(() => app.close());
beforeEach(() => {
  officer = officerOf('/city/');
});

const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  app.fastify.inject({ method, url: `/console/v1${url}`, ...(payload ? { payload } : {}) });
const rows = async (query: string) => {
  const answer = await send('GET', `/overview/breakdown?${query}`);
  return answer.json<{ items: { key: string; name: string; members: number }[]; nextCursor: string | null }>();
};

describe('GET /console/v1/overview/breakdown', () => {
  it('shows parts by park, district, union and trade', async () => {
    expect((await rows('by=PARK')).items).toMatchObject([
      { key: 'A', name: '甲园区', workers: 10, members: 4, cards: 4, issuanceRate: 1, membershipRate: 0.4, unions: 1 },
      { key: 'B', name: '乙园区', members: 1 },
    ]);
    expect((await rows('by=UNION&sort=members&order=desc')).items.map(({ key }) => key)).toEqual(['u1', 'u2']);
    expect((await rows('by=INDUSTRY')).items).toMatchObject([
      { key: '食品', workers: 10, standardRate: null, unions: null },
      { key: '物流', workers: 5 },
      { key: null, name: null, members: 5 },
    ]);
    expect((await send('PUT', '/orgs/park-a/district', { districtCode: '360111' })).statusCode).toBe(204);
    expect((await send('PUT', '/orgs/u2/district', { districtCode: '360113' })).statusCode).toBe(204);
    expect((await rows('by=DISTRICT')).items).toMatchObject([
      { key: '360113', name: '红谷滩区', members: 1 },
      { key: '360111', name: '青山湖区', members: 4 },
    ]);
    expect((await rows('by=UNION&districtCode=360111')).items.map(({ key }) => key)).toEqual(['u1']);
    expect((await rows('by=UNION&q=二厂')).items.map(({ key }) => key)).toEqual(['u2']);
    expect((await rows('by=PARK&industry=物流')).items).toMatchObject([{ key: 'B', workers: 5, unions: 1 }]);
  });

  it('goes page by page, and as a file of all rows', async () => {
    const first = await rows('by=UNION&limit=1');
    expect(first.nextCursor).toBe('1');
    const second = await rows(`by=UNION&limit=1&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ key }) => key))).toEqual(new Set(['u1', 'u2']));
    const file = await send('GET', '/overview/breakdown.csv?by=UNION');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.body.startsWith('\uFEFF名称,')).toBe(true);
    expect(file.body.trim().split('\n')).toHaveLength(3);
  });

  it('ends at the officer’s own subtree, by whatever it is asked', async () => {
    officer = officerOf(PARK_A, 'PARK_OFFICER');
    for (const by of ['PARK', 'DISTRICT', 'UNION', 'INDUSTRY'])
      expect((await rows(`by=${by}`)).items.reduce((sum, { members }) => sum + members, 0)).toBe(4);
    expect((await rows('by=UNION&parkCode=B')).items).toEqual([]);
    expect((await send('GET', '/overview/breakdown.csv?by=UNION')).body).not.toContain('二厂');
  });

  it('refuses what cannot be asked', async () => {
    for (const query of ['', 'by=CITY', 'by=PARK&sort=secret', 'by=PARK&cursor=x', 'by=PARK&q=%00'])
      expect((await send('GET', `/overview/breakdown?${query}`)).statusCode).toBe(400);
  });
});

describe('GET /console/v1/overview/trend', () => {
  it('ends with this month as it stands, of the subtree or a part of it', async () => {
    const members = async (query = '') =>
      (await send('GET', `/overview/trend${query}`))
        .json<{ months: { members: number; closed: boolean }[] }>()
        .months.at(-1);
    expect(await members()).toMatchObject({ members: 5, closed: false });
    expect(await members('?orgId=u2')).toMatchObject({ members: 1 });
    officer = officerOf(PARK_A, 'PARK_OFFICER');
    expect(await members()).toMatchObject({ members: 4 });
    expect((await send('GET', '/overview/trend?orgId=u2')).statusCode).toBe(404);
    expect((await send('GET', '/overview/trend?parkCode=B')).statusCode).toBe(404);
  });
});

describe('goals', () => {
  const goal = { indicator: 'standardRate', orgId: 'city', goalBps: 6_000, byOn: '2099-12-31' };

  it('are set and withdrawn by the city, and seen by those of the subtree', async () => {
    expect((await send('PUT', '/indicator-goals', goal)).statusCode).toBe(204);
    expect((await send('PUT', '/indicator-goals', { ...goal, goalBps: 6_500 })).statusCode).toBe(204);
    const { items } = (await send('GET', '/indicator-goals')).json<{ items: { id: string }[] }>();
    expect(items).toMatchObject([
      { indicator: 'standardRate', orgName: '市总工会', goalBps: 6_500, byOn: '2099-12-31' },
    ]);
    expect((await send('GET', '/overview/trend')).json()).toMatchObject({
      goals: [{ goalBps: 6_500, gapBps: 6_500, reachedIn: null }],
    });
    officer = officerOf(PARK_A, 'PARK_OFFICER');
    expect((await send('GET', '/indicator-goals')).json()).toEqual({ items: [] });
    expect((await send('GET', '/overview/trend')).json()).toMatchObject({ goals: [{ goalBps: 6_500 }] });
    expect((await send('PUT', '/indicator-goals', { ...goal, orgId: 'park-a' })).statusCode).toBe(403);
    officer = officerOf(PARK_A);
    expect((await send('DELETE', `/indicator-goals/${items[0]?.id}`)).statusCode).toBe(404);
    officer = officerOf('/city/');
    expect((await send('DELETE', `/indicator-goals/${items[0]?.id}`)).statusCode).toBe(204);
    expect((await send('GET', '/indicator-goals')).json()).toEqual({ items: [] });
  });

  it('name a day to come and a share of the whole', async () => {
    expect((await send('PUT', '/indicator-goals', { ...goal, byOn: '2020-01-01' })).json()).toMatchObject({
      code: 'GOAL_DAY_PAST',
      status: 422,
    });
    for (const wrong of [{ goalBps: 0 }, { goalBps: 10_001 }, { byOn: '2099-02-30' }, { indicator: 'luck' }])
      expect((await send('PUT', '/indicator-goals', { ...goal, ...wrong })).statusCode).toBe(400);
    expect((await send('PUT', '/indicator-goals', { ...goal, orgId: 'nowhere' })).statusCode).toBe(404);
  });
});

describe('the standing of a union', () => {
  const found = { standard: true, assessedOn: '2026-01-31', basis: '六有达标，已现场查看' };

  it('is assessed by city and park officers; the latest finding holds, whichever was written last', async () => {
    officer = officerOf(PARK_A, 'PARK_OFFICER');
    expect((await send('POST', '/orgs/u1/assessments', found)).statusCode).toBe(204);
    expect(
      (await send('POST', '/orgs/u1/assessments', { ...found, standard: false, assessedOn: '2025-01-31' })).statusCode,
    ).toBe(204);
    expect((await send('GET', '/orgs/u1/standing')).json()).toMatchObject({
      orgId: 'u1',
      standard: true,
      districtCode: '360111',
      assessments: [
        { standard: true, assessedOn: '2026-01-31', basis: found.basis },
        { standard: false, assessedOn: '2025-01-31' },
      ],
    });
    expect((await rows('by=PARK')).items).toMatchObject([{ key: 'A', standardUnions: 1, standardRate: 1 }]);
    expect(
      await app.database.db.query(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'standard.assessed'`),
    ).toEqual([{ n: 2 }]);
  });

  it('is not for other parks, grassroots officers, days ahead or unions of another level', async () => {
    const tomorrowOn = shanghaiDate(Date.now() + 86_400_000);
    expect((await send('POST', '/orgs/u1/assessments', { ...found, assessedOn: tomorrowOn })).json()).toMatchObject({
      code: 'ASSESSED_AHEAD',
    });
    expect((await send('POST', '/orgs/park-a/assessments', found)).json()).toMatchObject({
      code: 'STANDARD_OF_GRASSROOTS',
    });
    officer = officerOf('/city/park-b/', 'PARK_OFFICER');
    expect((await send('POST', '/orgs/u1/assessments', found)).statusCode).toBe(404);
    expect((await send('GET', '/orgs/u1/standing')).statusCode).toBe(404);
    expect((await send('PUT', '/orgs/u1/district', { districtCode: null })).statusCode).toBe(404);
    officer = officerOf('/city/park-a/u1/', 'GRASSROOTS_OFFICER');
    expect((await send('POST', '/orgs/u1/assessments', found)).statusCode).toBe(403);
    expect((await send('GET', '/orgs/u1/standing')).statusCode).toBe(200);
  });

  it('lies in a district of the city', async () => {
    expect((await send('GET', '/districts')).json<{ items: unknown[] }>().items).toHaveLength(9);
    expect((await send('PUT', '/orgs/u1/district', { districtCode: '999999' })).json()).toMatchObject({
      code: 'DISTRICT_UNKNOWN',
    });
  });
});

describe('POST /console/v1/system/tallies/rebuild', () => {
  it('is asked for by the city’s administrators and done in the background', async () => {
    expect((await send('POST', '/system/tallies/rebuild', { months: 3 })).statusCode).toBe(204);
    expect(await app.database.db.query(`SELECT payload FROM outbox WHERE event = 'tallies.rebuild-requested'`)).toEqual(
      [{ payload: { months: 3 } }],
    );
    expect((await send('POST', '/system/tallies/rebuild', { months: 25 })).statusCode).toBe(400);
    officer = { ...officerOf('/city/', 'AUDITOR'), permissions: new Set(['system.read'] as const) };
    expect((await send('POST', '/system/tallies/rebuild', {})).statusCode).toBe(403);
  });
});
