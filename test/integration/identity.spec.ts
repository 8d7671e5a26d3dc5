import { IdentityProcessor, IdentityService } from '../../src/modules/identity/index.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addOfficer, DEVICE, PASSWORD, post, signInOfficer, totpAt } from '../support/identity.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
let app: TestApp;
let secret: string;

beforeAll(async () => {
  app = await startApp({ clock, config: { SIGN_IN_DELAY: '1', DEMO: '0' } });
  await seedPlaces(app.database);
  secret = (await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city')).totpSecret;
}, 60_000);
afterAll(() => app.close());

const attempt = (password: string, remoteAddress = '127.0.0.1', username = 'li.city') =>
  app.fastify.inject({
    method: 'POST',
    url: '/auth/v1/login',
    remoteAddress,
    payload: { username, password, totp: totpAt(secret, clock) },
  });

describe('wrong passwords', () => {
  it('make the account wait from that address only, and a right one forgets them', async () => {
    clock.advance(30_000);
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await attempt('wrong', '10.0.0.1')).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const delayed = await attempt(PASSWORD, '10.0.0.1');
    expect([delayed.statusCode, delayed.headers['retry-after']]).toEqual([429, '2']);
    expect((await attempt(PASSWORD, '10.0.0.2')).statusCode).toBe(200);
    clock.advance(30_000);
    expect((await attempt(PASSWORD, '10.0.0.1')).statusCode).toBe(200);
    expect((await attempt('wrong', '10.0.0.1')).statusCode).toBe(401);
  });

  it('make an unknown name wait just the same', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await attempt('wrong', '10.0.0.1', 'nobody')).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it('sent at once get no more tries than one after another', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt('wrong', '10.0.0.3')));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(3);
  });

  it('are not counted when only the authenticator was missing', async () => {
    for (let at = 0; at < 5; at += 1) {
      const answer = await post(app, '/auth/v1/login', { username: 'li.city', password: PASSWORD });
      expect(answer.json()).toMatchObject({ code: 'TOTP_NEEDED' });
      expect(answer.json()).not.toHaveProperty('demoTotp');
    }
  });
});

describe('making logins', () => {
  it('refuses a weak password, a wrong username and a taken one', async () => {
    const identity = app.get(IdentityService);
    await expect(identity.hashPassword('Password2017!', 'somebody')).rejects.toMatchObject({ name: 'PASSWORD_WEAK' });
    await expect(addOfficer(app, 'Li City', 'AUDITOR', 'city')).rejects.toMatchObject({ name: 'USERNAME_INVALID' });
    await expect(addOfficer(app, 'li.city', 'AUDITOR', 'city')).rejects.toMatchObject({ name: 'USERNAME_TAKEN' });
  });

  it('keeps neither password nor authenticator readable', async () => {
    const rows: { password_hash: string; totp_secret: Buffer }[] = await app.database.db.query(
      `SELECT password_hash, totp_secret FROM login WHERE username = 'li.city'`,
    );
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(rows[0]?.totp_secret.includes(Buffer.from(secret))).toBe(false);
  });

  it('takes thousands of workers in one statement', async () => {
    const index = app.get(BlindIndex);
    const logins = Array.from({ length: 2_000 }, (_, at) => ({
      memberId: newId(),
      phone: index.pair('phone', `1350000${String(at).padStart(4, '0')}`),
      displayName: '职工',
    }));
    await app.database.transaction((tx) => app.get(IdentityService).loadWorkerLogins(tx, logins));
    const rows: { count: number }[] = await app.database.db.query(
      `SELECT count(*)::int AS count FROM login WHERE kind = 'WORKER'`,
    );
    expect(rows[0]?.count).toBe(2_000);
  });

  it('makes the first officer with everything needed to sign in', async () => {
    const made = await app.get(IdentityService).createFirstOfficer({ username: 'first', displayName: '管理员' });
    expect(made.otpauthUrl).toMatch(/^otpauth:\/\/totp\//);
    clock.advance(30_000);
    const body = { username: 'first', password: made.password, totp: totpAt(made.totpSecret, clock) };
    expect((await post(app, '/auth/v1/login', body)).json()).toMatchObject({ login: { roles: ['CITY_ADMIN'] } });
  });
});

it('sends no code and tells nobody a code when no way to phones is configured', async () => {
  const answer = await post(app, '/auth/v1/otp', { phone: '13800001234', device: DEVICE });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'SMS_NOT_CONFIGURED']);
});

it('forgets what nothing looks back to', async () => {
  await signInOfficer(app, clock, 'li.city', secret);
  await attempt('wrong', '10.9.9.9');
  clock.advance(40 * 24 * 3_600_000);
  for (const schedule of app.get(IdentityProcessor).schedules) await schedule.run();
  const left: { n: number }[] = await app.database.db.query(
    'SELECT ((SELECT count(*) FROM session) + (SELECT count(*) FROM refresh_token) + (SELECT count(*) FROM sign_in_delay))::int AS n',
  );
  expect(left).toEqual([{ n: 0 }]);
});
