import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addOfficer, DEVICE, PASSWORD, post } from '../support/identity.js';

interface Refused {
  readonly code: string;
  readonly demoTotp?: string;
}

const withoutDigits = async (app: TestApp, password = PASSWORD): Promise<Refused> =>
  (await post(app, '/auth/v1/login', { username: 'li.city', password })).json<Refused>();

describe('a demonstration', () => {
  const clock = new ManualClock('2026-11-22T10:00:00+08:00');
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ clock, config: { DEMO: '1' } });
    await seedPlaces(app.database);
    await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city');
  }, 60_000);
  afterAll(() => app.close());

  it('shows an officer the digits that sign in now, twice within their half minute', async () => {
    for (let at = 0; at < 2; at += 1) {
      const { code, demoTotp } = await withoutDigits(app);
      expect([code, demoTotp]).toEqual(['TOTP_NEEDED', expect.stringMatching(/^\d{6}$/)]);
      const answer = await post(app, '/auth/v1/login', { username: 'li.city', password: PASSWORD, totp: demoTotp });
      expect(answer.statusCode).toBe(200);
    }
  });

  it('shows them to nobody without the password', async () => {
    expect(await withoutDigits(app, 'something else')).not.toHaveProperty('demoTotp');
  });
});

describe('an installation of its own', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({
      clock: new ManualClock('2026-11-22T10:00:00+08:00'),
      config: { DEMO: '0', SIGN_IN_DELAY: '1' },
    });
    await seedPlaces(app.database);
    await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city');
  }, 60_000);
  afterAll(() => app.close());

  it('never shows digits', async () => {
    const answer = await withoutDigits(app);
    expect(answer.code).toBe('TOTP_NEEDED');
    expect(answer).not.toHaveProperty('demoTotp');
  });

  it('stops a network that asks about every phone there is, and no other', async () => {
    const ask = (at: number, remoteAddress: string) =>
      app.fastify.inject({
        method: 'POST',
        url: '/auth/v1/otp',
        remoteAddress,
        payload: { phone: `139${String(at).padStart(8, '0')}`, device: DEVICE },
      });
    const statuses = new Set<number>();
    for (let at = 0; at < 300; at += 1) statuses.add((await ask(at, `2001:db8::${at.toString(16)}`)).statusCode);
    expect(statuses).toEqual(new Set([503]));
    const stopped = await ask(300, '2001:db8::ffff');
    expect([stopped.statusCode, stopped.headers['retry-after']]).toEqual([429, '1']);
    expect((await ask(301, '2001:db8:0:1::1')).statusCode).toBe(503);
  });
});
