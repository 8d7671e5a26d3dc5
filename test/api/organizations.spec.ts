import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addOfficer, get, signInOfficer } from '../support/identity.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
let app: TestApp;
let city: string;
let park: string;

beforeAll(async () => {
  app = await startApp({ clock });
  await seedPlaces(app.database);
  const admin = await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city');
  const officer = await addOfficer(app, 'zhao.park', 'PARK_OFFICER', 'park-a');
  city = (await signInOfficer(app, clock, 'li.city', admin.totpSecret)).token;
  park = (await signInOfficer(app, clock, 'zhao.park', officer.totpSecret)).token;
}, 60_000);
afterAll(() => app.close());

const idsOf = (answer: { json(): unknown }) => (answer.json() as { items: { id: string }[] }).items.map(({ id }) => id);

describe('the union tree', () => {
  it("begins at the top of one's own subtree", async () => {
    const top = await get(app, '/console/v1/orgs', city);
    expect(top.json()).toEqual({
      items: [{ id: 'city', parentId: null, level: 'CITY', name: '市总工会', parkCode: null }],
      nextCursor: null,
    });
    expect(idsOf(await get(app, '/console/v1/orgs', park))).toEqual(['park-a']);
  });

  it('opens below an organisation, never outside the subtree', async () => {
    expect(idsOf(await get(app, '/console/v1/orgs?parentId=city', city))).toEqual(['park-a', 'park-b']);
    expect(idsOf(await get(app, '/console/v1/orgs?parentId=city', park))).toEqual(['park-a']);
    expect(idsOf(await get(app, '/console/v1/orgs?parentId=park-b', park))).toEqual([]);
  });

  it('is found by name and read page by page', async () => {
    expect(idsOf(await get(app, `/console/v1/orgs?q=${encodeURIComponent('二厂')}`, city))).toEqual(['u2']);
    expect(idsOf(await get(app, `/console/v1/orgs?q=${encodeURIComponent('二厂')}`, park))).toEqual([]);
    const first = await get(app, '/console/v1/orgs?parentId=city&limit=1', city);
    expect(first.json()).toMatchObject({ nextCursor: 'park-a' });
    const second = await get(app, '/console/v1/orgs?parentId=city&limit=1&cursor=park-a', city);
    expect(idsOf(second)).toEqual(['park-b']);
  });

  it.each([
    'orgs?parentId=%25',
    'orgs?limit=0',
    'orgs?limit=101',
    'orgs?all=1',
    'enterprises?cursor=x',
    'enterprises?q=',
  ])('refuses %s', async (path) => {
    const answer = await get(app, `/console/v1/${path}`, city);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'REQUEST_INVALID']);
  });
});

it('answers with enterprises of the park', async () => {
  const answer = await get(app, '/console/v1/enterprises?parkCode=A&limit=5', park);
  expect([answer.statusCode, answer.json()]).toEqual([200, { items: [], nextCursor: null }]);
});
