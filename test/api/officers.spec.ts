import { Activations } from '../../src/modules/identity/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addOfficer, get, PASSWORD, post, signInOfficer, totpAt } from '../support/identity.js';

const clock = new ManualClock('2026-11-25T10:00:00+08:00');
const NEXT = 'm7#Lantern-Pavilion-29';
const role = (orgId: string, untilOn: string | null = null, name = 'GRASSROOTS_OFFICER') => ({
  role: name,
  orgId,
  untilOn,
});

let app: TestApp;
let park: { token: string; loginId: string };
let city: { token: string; loginId: string };

beforeAll(async () => {
  app = await startApp({ clock });
  await seedPlaces(app.database);
  city = await someone('li.city', 'CITY_ADMIN', 'city');
  park = await someone('zhao.park', 'PARK_OFFICER', 'park-a');
}, 60_000);
afterAll(() => app.close());

async function someone(username: string, name: 'CITY_ADMIN' | 'PARK_OFFICER', orgId: string) {
  const { loginId, totpSecret } = await addOfficer(app, username, name, orgId);
  return { loginId, token: (await signInOfficer(app, clock, username, totpSecret)).token };
}

const send = (token: string, method: 'POST' | 'PUT', path: string, payload: object) =>
  app.fastify.inject({
    method,
    url: `/console/v1/officers${path}`,
    payload,
    headers: { authorization: `Bearer ${token}` },
  });

async function make(username: string, roles: object[], token = park.token) {
  const answer = await send(token, 'POST', '', { username, displayName: '新干部', roles });
  return { answer, body: answer.json<{ officer: { id: string; state: string }; code: string }>() };
}

/** As on the page: open the code, scan, choose a password, prove the first digits. */
async function activate(code: string, password = PASSWORD): Promise<string> {
  const opened = await post(app, '/auth/v1/activation/open', { code });
  const { totpSecret } = opened.json<{ totpSecret: string }>();
  const answer = await post(app, '/auth/v1/activation', { code, password, totp: totpAt(totpSecret, clock) });
  expect([answer.statusCode, answer.body]).toEqual([204, '']);
  return totpSecret;
}

const actionsOn = async (loginId: string): Promise<string[]> => {
  const rows: { action: string }[] = await app.database.db.query(
    `SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id`,
    [loginId],
  );
  return rows.map(({ action }) => action).filter((action) => action !== 'login.signed-in');
};

describe('a new officer', () => {
  it('begins with a code that works once, and leaves no trace of it', async () => {
    const { answer, body } = await make('chen.union', [role('u1', '2026-12-31')]);
    expect([answer.statusCode, body.officer.state]).toEqual([201, 'WAITING']);
    expect((await post(app, '/auth/v1/login', { username: 'chen.union', password: PASSWORD })).statusCode).toBe(401);
    const opened = await post(app, '/auth/v1/activation/open', { code: body.code });
    expect(opened.json()).toMatchObject({
      username: 'chen.union',
      otpauthUrl: expect.stringContaining('otpauth://totp/'),
    });
    const wrong = await post(app, '/auth/v1/activation', { code: body.code, password: PASSWORD, totp: '000000' });
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([422, 'ACTIVATION_TOTP_WRONG']);
    const weak = await post(app, '/auth/v1/activation', { code: body.code, password: 'password1234', totp: '000000' });
    expect(weak.json<{ code: string }>().code).toBe('PASSWORD_WEAK');
    const secret = await activate(body.code);
    expect((await signInOfficer(app, clock, 'chen.union', secret)).token).not.toBe('');
    expect((await post(app, '/auth/v1/activation/open', { code: body.code })).statusCode).toBe(401);
    expect(await actionsOn(body.officer.id)).toEqual(['login.created', 'officer.created', 'login.activated'].slice(1));
    const kept: { n: number }[] = await app.database.db.query(
      `SELECT count(*)::int AS n FROM audit_entry WHERE detail::text LIKE '%' || $1 || '%'`,
      [body.code],
    );
    expect(kept).toEqual([{ n: 0 }]);
  });

  it('has three days for it', async () => {
    const { body } = await make('late.union', [role('u1')]);
    clock.advance(3 * 24 * 3_600_000);
    expect((await post(app, '/auth/v1/activation/open', { code: body.code })).statusCode).toBe(401);
    [city, park] = [await again('li.city', city), await again('zhao.park', park)];
    const list = await get(app, '/console/v1/officers?q=late', park.token);
    expect(list.json()).toMatchObject({
      items: [{ username: 'late.union', state: 'CODE_EXPIRED', mayLookAfter: true }],
    });
  });

  it.each([
    ['a role above the giver’s own', [role('u1', null, 'CITY_ADMIN')], 422, 'OFFICER_ROLE_TOO_WIDE'],
    ['a union elsewhere', [role('u2')], 404, 'NOT_FOUND'],
    ['a day that is past', [role('u1', '2026-11-01')], 422, 'OFFICER_ROLE_PAST'],
    ['no role at all', [], 400, 'REQUEST_INVALID'],
  ])('is not given %s', async (_, roles, status, code) => {
    const { answer } = await make('nobody.new', roles);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });
});

/** The officers of this file keep their tokens over a jump of the clock. */
async function again<T extends { loginId: string }>(username: string, officer: T): Promise<T & { token: string }> {
  const { code } = await app.get(Activations).resetByOperator(username);
  return { ...officer, token: (await signInOfficer(app, clock, username, await activate(code))).token };
}

describe('an officer at work', () => {
  it('loses sight at once of what a role no longer covers', async () => {
    const { body } = await make('move.union', [role('u1')], city.token);
    const { token } = await signInOfficer(app, clock, 'move.union', await activate(body.code));
    const sees = async () =>
      (await get(app, '/console/v1/orgs', token)).json<{ items?: { id: string }[] }>().items?.map(({ id }) => id);
    expect(await sees()).toEqual(['u1']);
    await send(city.token, 'PUT', `/${body.officer.id}/roles`, { roles: [role('u2')] });
    expect(await sees()).toEqual(['u2']);
    const gone = await send(park.token, 'PUT', `/${body.officer.id}/roles`, { roles: [] });
    expect([gone.statusCode, gone.json<{ code: string }>().code]).toEqual([404, 'OFFICER_UNKNOWN']);
    await send(city.token, 'PUT', `/${body.officer.id}/roles`, { roles: [] });
    expect((await get(app, '/console/v1/orgs', token)).statusCode).toBe(403);
  });

  it('is shut out and let in again, and begins anew after a reset', async () => {
    const { body } = await make('lost.union', [role('u1')]);
    const { token } = await signInOfficer(app, clock, 'lost.union', await activate(body.code));
    await send(park.token, 'POST', `/${body.officer.id}/block`, { blocked: true, reason: 'gone on leave' });
    expect((await get(app, '/auth/v1/me', token)).statusCode).toBe(401);
    await send(park.token, 'POST', `/${body.officer.id}/block`, { blocked: false, reason: 'back again' });
    const reset = await send(park.token, 'POST', `/${body.officer.id}/reset`, { reason: 'phone lost' });
    clock.advance(30_000);
    expect((await post(app, '/auth/v1/login', { username: 'lost.union', password: PASSWORD })).statusCode).toBe(401);
    const secret = await activate(reset.json<{ code: string }>().code);
    expect((await signInOfficer(app, clock, 'lost.union', secret)).token).not.toBe('');
    expect((await actionsOn(body.officer.id)).slice(2)).toEqual([
      'officer.blocked',
      'officer.unblocked',
      'officer.reset',
      'login.activated',
    ]);
  });

  it('is looked after by nobody below, and by nobody alone', async () => {
    const self = await send(park.token, 'PUT', `/${park.loginId}/roles`, {
      roles: [role('park-a', null, 'PARK_OFFICER')],
    });
    expect(self.json<{ code: string }>().code).toBe('OFFICER_SELF');
    const above = await addOfficer(app, 'two.hats', 'CITY_ADMIN', 'city');
    await send(city.token, 'PUT', `/${above.loginId}/roles`, { roles: [role('city', null, 'CITY_ADMIN'), role('u1')] });
    const reset = await send(park.token, 'POST', `/${above.loginId}/reset`, { reason: 'let me in' });
    expect([reset.statusCode, reset.json<{ code: string }>().code]).toEqual([409, 'OFFICER_OUT_OF_REACH']);
  });

  it('changes the own password and ends other sessions', async () => {
    const { body } = await make('own.union', [role('u1')]);
    const secret = await activate(body.code);
    const one = await signInOfficer(app, clock, 'own.union', secret);
    const two = await signInOfficer(app, clock, 'own.union', secret);
    const headers = { authorization: `Bearer ${two.token}` };
    const wrong = await post(app, '/auth/v1/account/password', { current: 'not it at all', next: NEXT }, headers);
    expect([wrong.statusCode, wrong.json<{ field: string }>().field]).toEqual([422, 'current']);
    const sessions = (await get(app, '/auth/v1/account/sessions', two.token)).json<{ items: { isThis: boolean }[] }>();
    expect(sessions.items.map(({ isThis }) => isThis)).toEqual([true, false]);
    expect((await post(app, '/auth/v1/account/password', { current: PASSWORD, next: NEXT }, headers)).statusCode).toBe(
      204,
    );
    expect((await get(app, '/auth/v1/me', one.token)).statusCode).toBe(401);
    expect((await get(app, '/auth/v1/me', two.token)).statusCode).toBe(200);
  });
});
