import { createHash } from 'node:crypto';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addOfficer, addWorker, cookieOf, DEVICE, get, post, signInOfficer } from '../support/identity.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
let app: TestApp;
let secret: string;

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

beforeAll(async () => {
  app = await startApp({ clock });
  await seedPlaces(app.database);
  secret = (await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city')).totpSecret;
  await addWorker(app, '13800001234');
}, 60_000);
afterAll(() => app.close());

describe('a refresh token', () => {
  const refresh = (cookie: string, page: 'console' | 'worker' = 'console') =>
    post(app, '/auth/v1/refresh', { app: page }, { cookie });

  it('works once and brings the next one', async () => {
    const { cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const first = await refresh(cookie);
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ app: 'console', login: { roles: ['CITY_ADMIN'] } });
    expect(cookieOf(first)).not.toBe(cookie);
    expect((await get(app, '/auth/v1/me', first.json<{ accessToken: string }>().accessToken)).statusCode).toBe(200);
  });

  it('gives the same next one again for ten seconds, to all who ask at once', async () => {
    const { cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(cookie)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
    clock.advance(10_000);
    expect(cookieOf(await refresh(cookie))).toBe(cookieOf(answers[0]!));
  });

  it('leads to the newest one when its successor was used within the grace', async () => {
    const { cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const second = cookieOf(await refresh(cookie));
    const third = cookieOf(await refresh(second));
    expect(cookieOf(await refresh(cookie))).toBe(third);
  });

  it('F44 used again after the grace ends the whole family', async () => {
    const { cookie, token } = await signInOfficer(app, clock, 'li.city', secret);
    const next = await refresh(cookie);
    clock.advance(10_001);
    const reused = await refresh(cookie);
    expect([reused.statusCode, codeOf(reused)]).toEqual([401, 'SESSION_ENDED']);
    expect((await refresh(cookieOf(next))).statusCode).toBe(401);
    expect((await get(app, '/auth/v1/me', token)).statusCode).toBe(401);
    expect((await get(app, '/auth/v1/me', next.json<{ accessToken: string }>().accessToken)).statusCode).toBe(401);
  });

  it('is kept only as a hash', async () => {
    const { cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const token = cookie.split('=')[1] ?? '';
    const hash = createHash('sha256').update(token).digest();
    const kept: unknown[] = await app.database.db.query('SELECT 1 FROM refresh_token WHERE token_hash = $1', [hash]);
    expect(kept).toHaveLength(1);
  });

  it('is worth nothing at another app, unknown, malformed, or when the session is over', async () => {
    const { cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const token = cookie.split('=')[1] ?? '';
    expect((await refresh(`ucard_refresh_worker=${token}`, 'worker')).statusCode).toBe(401);
    expect((await refresh(`ucard_refresh_console=${'A'.repeat(43)}`)).statusCode).toBe(401);
    expect((await refresh('ucard_refresh_console=short')).statusCode).toBe(401);
    expect((await refresh('')).statusCode).toBe(401);
    clock.advance(12 * 3_600_000);
    expect((await refresh(cookie)).statusCode).toBe(401);
  });
});

describe('signing in by phone', () => {
  const ask = (phone: string, device = DEVICE) => post(app, '/auth/v1/otp', { phone, device });
  interface Asked {
    challengeId: string;
    demoCode: string;
  }
  const verify = ({ challengeId, demoCode }: Asked, given: { code?: string; device?: string } = {}) =>
    post(app, '/auth/v1/otp/verify', { challengeId, device: DEVICE, code: demoCode, ...given });
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

  async function asked(phone = '13800001234'): Promise<Asked> {
    clock.advance(3 * 3_600_000);
    const answer = await ask(phone);
    expect(answer.statusCode).toBe(200);
    return answer.json<Asked>();
  }

  it('lets a worker in with the code, once', async () => {
    const challenge = await asked();
    const answer = await verify(challenge);
    expect(answer.json()).toMatchObject({ app: 'worker', login: { displayName: '王小明', roles: ['WORKER'] } });
    expect(answer.headers['set-cookie']).toMatch(/^ucard_refresh_worker=/);
    const again = await verify(challenge);
    expect([again.statusCode, codeOf(again)]).toEqual([401, 'OTP_WRONG']);
  });

  it('F39 tells nobody which numbers are known', async () => {
    clock.advance(3 * 3_600_000);
    const known = await ask('+86 138 0000 1234');
    const stranger = await ask('13911112222');
    const shape = (answer: typeof known) => {
      const { challengeId, demoCode, ...rest } = answer.json<Asked>();
      return {
        status: answer.statusCode,
        rest,
        id: challengeId.length,
        code: demoCode.length,
        headers: Object.keys(answer.headers).toSorted(),
      };
    };
    expect(shape(stranger)).toEqual(shape(known));

    const refusals = [
      await verify(stranger.json<Asked>(), { code: wrong(stranger.json<Asked>().demoCode) }),
      await verify(known.json<Asked>(), { code: wrong(known.json<Asked>().demoCode) }),
      await verify({ challengeId: '018f0000-0000-7000-8000-000000000000', demoCode: '123456' }),
    ];
    expect(new Set(refusals.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);

    const limits = [await ask('13800001234'), await ask('13911112222')];
    expect(new Set(limits.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(codeOf(limits[0]!)).toBe('OTP_TOO_OFTEN');
  });

  it('lets who proved a number nobody has apply, and see nothing of members', async () => {
    const challenge = await asked('13922223333');
    const answer = await verify(challenge);
    expect(answer.json()).toMatchObject({ app: 'worker', login: { displayName: '', roles: ['APPLICANT'] } });
    const headers = { authorization: `Bearer ${answer.json<{ accessToken: string }>().accessToken}` };
    const card = await app.fastify.inject({ url: '/worker/v1/card', headers });
    expect([card.statusCode, codeOf(card)]).toEqual([403, 'NOT_ALLOWED']);
    // The next code of the same number finds the same login.
    const again = await verify(await asked('13922223333'));
    const idOf = (signedIn: typeof answer) => signedIn.json<{ login: { id: string } }>().login.id;
    expect(idOf(again)).toBe(idOf(answer));
  });

  it('is bound to the page that asked', async () => {
    const challenge = await asked();
    expect((await verify(challenge, { device: 'device-of-somebody-else' })).statusCode).toBe(401);
    expect((await verify(challenge)).statusCode).toBe(200);
  });

  it('gives five tries, also when they come at once', async () => {
    const challenge = await asked();
    const code = wrong(challenge.demoCode);
    const tries = await Promise.all(Array.from({ length: 12 }, () => verify(challenge, { code })));
    expect(tries.every(({ statusCode }) => statusCode === 401)).toBe(true);
    expect((await verify(challenge)).statusCode).toBe(401);
    const rows: { tries: number }[] = await app.database.db.query('SELECT tries FROM otp_challenge WHERE id = $1', [
      challenge.challengeId,
    ]);
    expect(rows[0]?.tries).toBe(5);
  });

  it('ends after five minutes, to the millisecond', async () => {
    const inTime = await asked();
    clock.advance(299_999);
    expect((await verify(inTime)).statusCode).toBe(200);
    const late = await asked();
    clock.advance(300_000);
    expect((await verify(late)).statusCode).toBe(401);
  });

  it('is asked for once a minute, five times an hour, ten times a day, also at once', async () => {
    const phone = '13700007777';
    clock.advance(24 * 3_600_000);
    const together = await Promise.all(Array.from({ length: 6 }, () => ask(phone)));
    expect(together.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const limited = together.find(({ statusCode }) => statusCode === 429);
    expect(limited?.headers['retry-after']).toBe('60');

    const statuses: number[] = [];
    for (let at = 0; at < 5; at += 1) {
      clock.advance(60_000);
      statuses.push((await ask(phone)).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    for (let at = 0; at < 6; at += 1) {
      clock.advance(3_600_000);
      statuses.push((await ask(phone)).statusCode);
    }
    expect(statuses.slice(5)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('takes only Chinese mobile numbers', async () => {
    for (const phone of ['12345678901', '1380000123', '138000012345', '１３８０００']) {
      expect([phone, (await ask(phone)).statusCode]).toEqual([phone, 400]);
    }
  });
});
