import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { addOfficer, get, post, signInOfficer } from '../support/identity.js';
import { World } from '../support/world.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
const REASON = '区划调整';
let app: TestApp;
let world: World;
let city: string;
let park: string;
let factory: string;

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
  const sign = async (name: string, role: 'CITY_ADMIN' | 'PARK_OFFICER' | 'GRASSROOTS_OFFICER', orgId: string) => {
    const { totpSecret } = await addOfficer(app, name, role, orgId, orgId === 'u1' ? '2026-12-31' : null);
    return (await signInOfficer(app, clock, name, totpSecret)).token;
  };
  city = await sign('li.city', 'CITY_ADMIN', 'city');
  park = await sign('zhao.park', 'PARK_OFFICER', 'park-a');
  factory = await sign('sun.factory', 'GRASSROOTS_OFFICER', 'u1');
}, 60_000);
afterAll(() => app.close());

const as = (token: string) => ({ authorization: `Bearer ${token}` });
const tell = (token: string, path: string, body: object) => post(app, `/console/v1/${path}`, body, as(token));
const codeOf = (answer: { statusCode: number; json(): unknown }) => [
  answer.statusCode,
  (answer.json() as { code: string }).code,
];
const rowsOf = async (token: string, query = '') =>
  (await get(app, `/console/v1/org-tree${query}`, token)).json<{ items: Record<string, unknown>[] }>().items;
const aUnion = async (name: string, parentId = 'park-a') => {
  const body = { parentId, level: 'GRASSROOTS', name, reason: REASON };
  return (await tell(city, 'orgs', body)).json<{ id: string }>().id;
};

describe('the tree on the page', () => {
  it('opens at the top of one’s part, with what is below counted', async () => {
    await world.someMembers(2, { orgId: 'u1' });
    const [top] = await rowsOf(park);
    expect(top).toEqual({
      id: 'park-a',
      parentId: 'city',
      parentName: null,
      level: 'PARK',
      name: '甲园区工会',
      parkCode: 'A',
      parkName: '甲园区',
      children: 1,
      members: 2,
      officers: 2,
      dissolvedAt: null,
      mayChange: true,
      mayTake: false,
    });
    expect(await rowsOf(park, '?parentId=park-a')).toMatchObject([
      { id: 'u1', parentName: '甲园区工会', members: 2, officers: 1, mayTake: true },
    ]);
    expect(await rowsOf(factory)).toMatchObject([{ id: 'u1', mayChange: false, mayTake: false }]);
    expect(await rowsOf(park, '?parentId=park-b')).toEqual([]);
    expect(await rowsOf(city, `?q=${encodeURIComponent('二厂')}`)).toMatchObject([{ id: 'u2' }]);
  });
});

describe('a new union', () => {
  it('gets an id from us, its park, and is refused where it cannot stand', async () => {
    const made = await tell(park, 'orgs', {
      parentId: 'park-a',
      level: 'GRASSROOTS',
      name: ' 三厂工会 ',
      reason: REASON,
    });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toEqual({
      id: expect.stringMatching(/^u-[0-9a-f]{12}$/),
      parentId: 'park-a',
      level: 'GRASSROOTS',
      name: '三厂工会',
      parkCode: 'A',
    });
    const body = { parentId: 'park-a', level: 'GRASSROOTS', name: '三厂工会', reason: REASON };
    expect(codeOf(await tell(park, 'orgs', body))).toEqual([409, 'ORG_NAME_TAKEN']);
    expect(codeOf(await tell(park, 'orgs', { ...body, parentId: 'u1' }))).toEqual([422, 'ORG_LEVEL_WRONG']);
    expect(codeOf(await tell(park, 'orgs', { ...body, parentId: 'park-b' }))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await tell(park, 'orgs', { ...body, level: 'PARK' }))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await tell(park, 'orgs', { ...body, name: '两\n行' }))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await tell(factory, 'orgs', body))).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('officers signed in while a union moves', () => {
  it('see the new tree with their next request, and nobody signs in anew', async () => {
    const union = await aUnion('搬迁工会');
    const { memberId } = await world.aMember({ orgId: union });
    const own = await addOfficer(app, 'qian.union', 'GRASSROOTS_OFFICER', union);
    const kept = (await signInOfficer(app, clock, 'qian.union', own.totpSecret)).token;
    expect((await get(app, `/console/v1/members/${memberId}`, park)).statusCode).toBe(200);

    expect((await tell(city, `orgs/${union}/move`, { parentId: 'park-b', reason: REASON })).statusCode).toBe(200);

    expect((await get(app, `/console/v1/members/${memberId}`, park)).statusCode).toBe(404);
    expect((await get(app, `/console/v1/orgs/${union}/history`, park)).statusCode).toBe(404);
    expect((await rowsOf(park, `?q=${encodeURIComponent('搬迁')}`)).length).toBe(0);
    expect((await get(app, `/console/v1/members/${memberId}`, kept)).statusCode).toBe(200);
    expect(await rowsOf(kept)).toMatchObject([{ id: union, parkCode: 'B', members: 1 }]);

    const back = await tell(city, `orgs/${union}/move`, { parentId: 'park-a', reason: REASON });
    expect(back.json()).toMatchObject({ parentId: 'park-a', parkCode: 'A' });
    expect((await get(app, `/console/v1/members/${memberId}`, park)).statusCode).toBe(200);
  });

  it('move within their own part, and nothing out of it or into it', async () => {
    const union = await aUnion('园内工会');
    const group = (await tell(park, 'orgs', { parentId: 'u1', level: 'GROUP', name: '一组', reason: REASON })).json<{
      id: string;
    }>();
    expect((await tell(park, `orgs/${group.id}/move`, { parentId: union, reason: REASON })).statusCode).toBe(200);
    expect(codeOf(await tell(park, `orgs/${union}/move`, { parentId: 'city', reason: REASON }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(codeOf(await tell(park, 'orgs/u2/move', { parentId: 'park-a', reason: REASON }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(codeOf(await tell(park, 'orgs/park-a/move', { parentId: 'u1', reason: REASON }))).toEqual([
      422,
      'ORG_FIXED',
    ]);
    expect(codeOf(await tell(park, `orgs/${union}/move`, { parentId: 'park-a', reason: REASON }))).toEqual([
      422,
      'ORG_STANDS_THERE',
    ]);
    expect(codeOf(await tell(park, `orgs/${union}/move`, { parentId: 'u1', reason: '' }))).toEqual([
      400,
      'REQUEST_INVALID',
    ]);
  });
});

describe('before a change', () => {
  it('tells what would follow, and into which park', async () => {
    const union = await aUnion('先看看工会');
    await world.someMembers(3, { orgId: union });
    const outlook = await get(app, `/console/v1/orgs/${union}/outlook?parentId=park-b`, city);
    expect(outlook.json()).toEqual({
      orgId: union,
      name: '先看看工会',
      unions: 0,
      members: 3,
      officers: 0,
      enterprises: 0,
      parkBefore: '甲园区',
      parkAfter: '乙园区',
      refusal: null,
      obstacles: [],
    });
    const impossible = await get(app, `/console/v1/orgs/${union}/outlook?parentId=u2`, city);
    expect(impossible.json()).toMatchObject({ refusal: 'ORG_LEVEL_WRONG' });
    expect((await get(app, `/console/v1/orgs/${union}/outlook?parentId=park-b`, park)).statusCode).toBe(404);
    expect((await get(app, `/console/v1/orgs/${union}/outlook`, factory)).statusCode).toBe(403);
  });

  it('tells everything that stands against dissolving, by name where it has one', async () => {
    const union = await aUnion('有人的工会');
    await world.someMembers(2, { orgId: union });
    await addOfficer(app, 'wu.officer', 'GRASSROOTS_OFFICER', union);
    await addOfficer(app, 'zheng.past', 'GRASSROOTS_OFFICER', union, '2026-11-21');
    const obstacles = [
      { kind: 'OFFICERS', count: 1, names: ['测试干部'] },
      { kind: 'MEMBERS', count: 2, names: [] },
    ];
    expect((await get(app, `/console/v1/orgs/${union}/outlook`, park)).json()).toMatchObject({ obstacles });
    const refused = await tell(park, `orgs/${union}/dissolve`, { reason: REASON });
    expect(codeOf(refused)).toEqual([409, 'ORG_DISSOLVE_BLOCKED']);
    expect(refused.json()).toMatchObject({ obstacles });
  });
});

describe('the history of a union', () => {
  it('tells who did what when and why, also of one that is dissolved', async () => {
    const union = await aUnion('老工会');
    await tell(city, `orgs/${union}/rename`, { name: '更名工会', reason: '企业更名' });
    await tell(city, `orgs/${union}/move`, { parentId: 'park-b', reason: '厂区搬迁' });
    expect((await tell(city, `orgs/${union}/dissolve`, { reason: '企业注销' })).statusCode).toBe(204);
    const history = (await get(app, `/console/v1/orgs/${union}/history`, city)).json<{ items: object[] }>();
    expect(history).toMatchObject({
      level: 'GRASSROOTS',
      name: '更名工会',
      items: [
        { kind: 'DISSOLVED', by: '测试干部', from: '更名工会', to: null, reason: '企业注销' },
        { kind: 'MOVED', from: '甲园区工会', to: '乙园区工会', reason: '厂区搬迁' },
        { kind: 'RENAMED', from: '老工会', to: '更名工会', reason: '企业更名' },
        { kind: 'CREATED', from: null, to: '甲园区工会', reason: REASON },
      ],
    });
    expect(await rowsOf(city, '?dissolved=true')).toMatchObject([{ id: union, mayChange: false }]);
    expect(await rowsOf(park, '?dissolved=true')).toEqual([]);
    const officer = {
      username: 'late.officer',
      displayName: '晚了',
      roles: [{ role: 'GRASSROOTS_OFFICER', orgId: union, untilOn: null }],
    };
    expect(codeOf(await tell(city, 'officers', officer))).toEqual([404, 'NOT_FOUND']);
  });
});
