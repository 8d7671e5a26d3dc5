import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('questions about an audience over HTTP', () => {
  let app: TestApp;
  let officer: string;
  let finance: string;
  let memberId: string;
  const hardship = { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] };

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-21T10:00:00+08:00') });
    const world = await World.build(app);
    memberId = (await world.aMember({ categories: [{ code: 'HARDSHIP', level: 'DEEP' }] })).memberId;
    await world.someMembers(3);
    officer = await officerToken(app, 'CITY_ADMIN', 'city');
    finance = await officerToken(app, 'FINANCE_MAKER', 'city');
  });
  afterAll(() => app.close());

  async function post(token: string, path: string, payload: object) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await app.fastify.inject({ method: 'POST', url: `/console/v1/audiences/${path}`, headers, payload });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  }

  it('counts by park', async () => {
    expect(await post(officer, 'count', { audience: hardship, owner: 'city' })).toEqual({
      status: 200,
      body: { members: 4, meant: 1, parks: [{ parkCode: 'A', parkName: '甲园区', members: 4, meant: 1 }] },
    });
  });

  it('explains one member, groups in groups', async () => {
    const audience = { combinator: 'or', rules: [{ combinator: 'and', not: true, rules: [hardship] }] };
    expect(await post(officer, 'explain', { audience, owner: 'city', memberId })).toMatchObject({
      status: 200,
      body: {
        meant: false,
        hasActiveCard: true,
        rules: {
          holds: false,
          rules: [
            { not: true, holds: false, rules: [{ holds: true, rules: [{ saw: [{ value: 'HARDSHIP:DEEP' }] }] }] },
          ],
        },
      },
    });
  });

  it('refuses who may not read members, a rule nobody knows and a member nobody has', async () => {
    expect(await post(finance, 'count', { audience: hardship, owner: 'city' })).toMatchObject({ status: 403 });
    const unknown = { combinator: 'and', rules: [{ field: 'shoeSize', operator: '=', value: 42 }] };
    expect(await post(officer, 'count', { audience: unknown, owner: 'city' })).toMatchObject({ status: 400 });
    expect(await post(officer, 'explain', { audience: hardship, owner: 'city', memberId: newId() })).toMatchObject({
      status: 404,
      body: { code: 'MEMBER_UNKNOWN' },
    });
  });
});
