import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken } from '../support/sign-in.js';
import { type TestMember, World } from '../support/world.js';

describe('named lists over HTTP', () => {
  let app: TestApp;
  let officer: string;
  let auditor: string;
  let finance: string;
  let member: TestMember;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-21T10:00:00+08:00') });
    member = await (await World.build(app)).aMember();
    officer = await officerToken(app, 'PARK_OFFICER', 'park-a');
    auditor = await officerToken(app, 'AUDITOR', 'city');
    finance = await officerToken(app, 'FINANCE_MAKER', 'city');
  });
  afterAll(() => app.close());

  async function call(token: string, method: 'GET' | 'POST', path: string, payload?: object) {
    const headers = { authorization: `Bearer ${token}` };
    const url = `/console/v1/lists${path}`;
    const answer = await app.fastify.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  }
  const wanted = { id: 'first-500', name: '首批五百人', ownerOrgId: 'park-a' };

  it('are made, filled from pasted lines, read and emptied', async () => {
    expect(await call(officer, 'POST', '', wanted)).toMatchObject({
      status: 201,
      body: { id: 'first-500', ownerName: '甲园区工会', size: 0 },
    });
    expect(await call(officer, 'POST', '/first-500/add', { text: `${member.idNumber}\n1` })).toMatchObject({
      status: 200,
      body: { changed: 1, size: 1, refused: [{ row: 2, reason: 'ID_NUMBER_LENGTH', maskedValue: '*' }] },
    });
    expect(await call(auditor, 'GET', '')).toMatchObject({ status: 200, body: { items: [{ size: 1 }] } });
    expect(await call(auditor, 'GET', '/first-500')).toMatchObject({ status: 200, body: { size: 1 } });
    const members = await call(auditor, 'GET', '/first-500/members');
    expect(members).toMatchObject({ status: 200, body: { items: [{ memberId: member.memberId }] } });
    const removed = await call(officer, 'POST', '/first-500/remove', { memberIds: [member.memberId] });
    expect(removed).toMatchObject({ status: 200, body: { changed: 1, size: 0 } });
  });

  it('are changed by who writes campaigns and read by who reads members', async () => {
    expect(await call(auditor, 'POST', '', { ...wanted, id: 'x' })).toMatchObject({ status: 403 });
    expect(await call(auditor, 'POST', '/first-500/add', { text: '1' })).toMatchObject({ status: 403 });
    expect(await call(auditor, 'POST', '/first-500/remove', { text: '1' })).toMatchObject({ status: 403 });
    expect(await call(finance, 'GET', '/first-500/members')).toMatchObject({ status: 403 });
    expect(await call(officer, 'POST', '/first-500/add', {})).toMatchObject({ status: 400 });
    expect(await call(officer, 'GET', '/nobody-s')).toMatchObject({ status: 404, body: { code: 'LIST_UNKNOWN' } });
  });
});
