import { OrganizationsService } from '../../src/modules/organizations/index.js';
import { newId } from '../../src/shared/ids.js';
import { makeCreditCode } from '../../src/shared/numbers/credit-code.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';

let app: TestApp;
let organizations: OrganizationsService;
const createdAt = new Date('2016-01-01T00:00:00+08:00');

beforeAll(async () => {
  app = await startApp();
  organizations = app.get(OrganizationsService);
}, 60_000);
afterAll(() => app.close());

it('makes the city once', async () => {
  const first = await app.database.transaction((tx) => organizations.ensureCity(tx));
  const second = await app.database.transaction((tx) => organizations.ensureCity(tx));
  expect(first).toEqual({
    id: 'city',
    parentId: null,
    level: 'CITY',
    name: '南昌市总工会',
    path: '/city/',
    parkCode: null,
  });
  expect(second).toEqual(first);
});

it('loads a city of unions and enterprises in bulk, and marks what belongs to a park', async () => {
  const unions = Array.from({ length: 2_300 }, (_, at) => {
    const park = at % 2 === 0 ? 'park-a' : 'park-b';
    const id = `u${at}`;
    return {
      id,
      parentId: park,
      level: 'GRASSROOTS' as const,
      name: `${at} 号工会`,
      path: `/city/${park}/${id}/`,
      parkCode: null,
      createdAt,
    };
  });
  const parks = ['park-a', 'park-b'].map((id) => ({
    id,
    parentId: 'city',
    level: 'PARK' as const,
    name: id,
    path: `/city/${id}/`,
    parkCode: null,
    createdAt,
  }));
  const enterprises = Array.from({ length: 4_000 }, (_, at) => ({
    id: newId(),
    creditCode: makeCreditCode('360100', at),
    name: `第 ${at} 企业`,
    parkCode: at % 2 === 0 ? 'A' : 'B',
    unionOrgId: at < 2_300 ? `u${at}` : null,
    industry: '制造业',
    condition: 'OPERATING' as const,
    eligible: true,
    workers: 80,
    surveyedOn: '2016-12-31',
  }));
  await app.database.transaction(async (tx) => {
    // Children first: the whole set is one statement.
    await organizations.loadOrgs(tx, [...unions, ...parks]);
    await organizations.loadParks(tx, [
      { code: 'A', name: '甲园区', tier: 'NATIONAL', orgId: 'park-a' },
      { code: 'B', name: '乙园区', tier: 'MUNICIPAL', orgId: 'park-b' },
    ]);
    await organizations.loadEnterprises(tx, enterprises);
  });
  const marked: { code: string | null; n: number }[] = await app.database.db.query(
    'SELECT park_code AS code, count(*)::int AS n FROM union_org GROUP BY 1 ORDER BY 1',
  );
  expect(marked).toEqual([
    { code: 'A', n: 1_151 },
    { code: 'B', n: 1_151 },
    { code: null, n: 1 },
  ]);
});

it('finds an organisation inside the scope and none outside it', async () => {
  const officer = anOfficer({ scope: ['/city/park-a/'] });
  await expect(organizations.get(app.database.db, officer, 'u2')).resolves.toMatchObject({
    path: '/city/park-a/u2/',
    parkCode: 'A',
  });
  await expect(organizations.get(app.database.db, officer, 'u1')).rejects.toMatchObject({ name: 'NOT_FOUND' });
  await expect(organizations.get(app.database.db, officer, 'none')).rejects.toMatchObject({ name: 'NOT_FOUND' });
});

it('shows a park officer every enterprise of the park, and a grassroots one its own', async () => {
  const query = { limit: 100 };
  const park = await organizations.listEnterprises(anOfficer({ scope: ['/city/park-a/'] }), query);
  expect(park.items.every(({ parkCode }) => parkCode === 'A')).toBe(true);
  const free = await organizations.listEnterprises(anOfficer({ scope: ['/city/park-a/'] }), {
    ...query,
    q: '第 3998 企业',
  });
  expect(free.items).toMatchObject([{ orgId: null, orgName: null, surveyedOn: '2016-12-31' }]);
  const own = await organizations.listEnterprises(anOfficer({ scope: ['/city/park-a/u2/'] }), query);
  expect(own.items).toMatchObject([{ name: '第 2 企业', orgId: 'u2' }]);
});

it('gives a new union its place, park and refusals', async () => {
  const create = (id: string, parentId: string | null, level: 'CITY' | 'PARK' | 'GRASSROOTS' | 'GROUP') =>
    app.database.transaction((tx) => organizations.createOrg(tx, { id, parentId, level, name: '新工会' }));
  await expect(create('new-1', 'park-a', 'GRASSROOTS')).resolves.toMatchObject({
    path: '/city/park-a/new-1/',
    parkCode: 'A',
  });
  await expect(create('new-1', 'park-a', 'GRASSROOTS')).rejects.toMatchObject({ name: 'ORG_EXISTS' });
  await expect(create('new-2', 'nowhere', 'GRASSROOTS')).rejects.toMatchObject({ name: 'ORG_PARENT_UNKNOWN' });
  await expect(create('new-3', 'new-1', 'PARK')).rejects.toMatchObject({ name: 'ORG_LEVEL_WRONG' });
});
