import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { PERMISSIONS } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { addCashier, addOfficer, DEVICE, get, PASSWORD, post, signInOfficer, totpAt } from '../support/identity.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
const keyring = Keyring.inMemory(new Date('2015-01-01T00:00:00+08:00'));
let app: TestApp;
let secret: string;

const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code;

beforeAll(async () => {
  app = await startApp({ clock, keyring });
  await seedPlaces(app.database);
  secret = (await addOfficer(app, 'li.city', 'CITY_ADMIN', 'city')).totpSecret;
  await addCashier(app, 'wal.till');
}, 60_000);
afterAll(() => app.close());

describe('signing in with a password', () => {
  it('lets an officer in with password and authenticator', async () => {
    clock.advance(30_000);
    const body = { username: 'li.city', password: PASSWORD, totp: totpAt(secret, clock) };
    const answer = await post(app, '/auth/v1/login', body);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      accessToken: expect.any(String),
      expiresAt: '2026-11-22T10:10:30+08:00',
      app: 'console',
      login: {
        id: expect.any(String),
        displayName: '测试干部',
        roles: ['CITY_ADMIN'],
        permissions: [...PERMISSIONS],
        merchantId: null,
        storeId: null,
      },
    });
    expect(answer.headers['set-cookie']).toMatch(
      /^ucard_refresh_console=[\w-]{43}; Path=\/auth\/v1; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
  });

  it('lets a cashier in without one', async () => {
    const answer = await post(app, '/auth/v1/login', { username: 'wal.till', password: PASSWORD });
    expect(answer.json()).toMatchObject({
      app: 'merchant',
      login: { roles: ['CASHIER'], merchantId: 'wal', storeId: 'wal-1' },
    });
  });

  it('asks for the authenticator only after the right password', async () => {
    const right = await post(app, '/auth/v1/login', { username: 'li.city', password: PASSWORD });
    expect([right.statusCode, codeOf(right)]).toEqual([401, 'TOTP_NEEDED']);
    const wrong = await post(app, '/auth/v1/login', { username: 'li.city', password: 'something else' });
    expect([wrong.statusCode, codeOf(wrong)]).toEqual([401, 'SIGN_IN_FAILED']);
  });

  it('says the same to a stranger, a wrong password and a wrong authenticator', async () => {
    const bodies = [
      { username: 'nobody.here', password: PASSWORD, totp: '000000' },
      { username: 'li.city', password: 'wrong-password-1', totp: '000000' },
      { username: 'li.city', password: PASSWORD, totp: totpAt(secret, clock) === '000000' ? '000001' : '000000' },
      { username: '漢字 OR 1=1', password: PASSWORD },
    ];
    const answers = [];
    for (const body of bodies) answers.push(await post(app, '/auth/v1/login', body));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  });

  it('takes each six digits of the authenticator once', async () => {
    clock.advance(30_000);
    const body = { username: 'li.city', password: PASSWORD, totp: totpAt(secret, clock) };
    const twice = await Promise.all([post(app, '/auth/v1/login', body), post(app, '/auth/v1/login', body)]);
    expect(twice.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual(['200', '401']);
    expect((await post(app, '/auth/v1/login', body)).statusCode).toBe(401);
  });

  it('F48 refuses fields nobody asked for', async () => {
    const asked: [string, object][] = [
      ['login', { username: 'li.city', password: PASSWORD, role: 'CITY_ADMIN' }],
      ['otp', { phone: '13800001234', device: DEVICE, orgId: 'city' }],
      [
        'otp/verify',
        { challengeId: '018f0000-0000-7000-8000-000000000000', device: DEVICE, code: '123456', used: true },
      ],
      ['refresh', { app: 'console', loginId: 'x' }],
      ['logout', { app: 'console', sessionId: 'x' }],
    ];
    for (const [path, body] of asked) {
      const answer = await post(app, `/auth/v1/${path}`, body);
      expect([path, answer.statusCode, codeOf(answer)]).toEqual([path, 400, 'REQUEST_INVALID']);
    }
  });
});

describe('an access token', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** The claims of a good token, to be signed wrongly. */
  async function goodClaims() {
    const { token } = await signInOfficer(app, clock, 'li.city', secret);
    const [header = '', claims = ''] = token.split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    return { token, header: read(header), claims: read(claims) };
  }

  const signed = (header: object, claims: object, key: ReturnType<typeof createPrivateKey>) => {
    const text = `${encode(header)}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };

  const REFUSED = '401 TOKEN_INVALID';
  async function verdictOn(token: string, url = '/auth/v1/me'): Promise<string> {
    const answer = await get(app, url, token);
    return `${answer.statusCode} ${codeOf(answer)}`;
  }

  it('shows who one is', async () => {
    const { token } = await goodClaims();
    expect((await get(app, '/auth/v1/me', token)).json()).toMatchObject({
      displayName: '测试干部',
      roles: ['CITY_ADMIN'],
    });
    expect((await get(app, '/console/v1/orgs', token)).statusCode).toBe(200);
  });

  it('is needed', async () => {
    for (const url of ['/auth/v1/me', '/console/v1/orgs', '/console/v1/audit', '/worker/v1/card', '/merchant/v1/me']) {
      const answer = await get(app, url);
      expect([url, answer.statusCode]).toEqual([url, 401]);
    }
  });

  it('F45 with alg none is refused', async () => {
    const { header, claims, token } = await goodClaims();
    expect(await verdictOn(`${encode({ ...header, alg: 'none' })}.${encode(claims)}.`)).toBe(REFUSED);
    expect(await verdictOn(`${encode({ ...header, alg: 'none' })}.${encode(claims)}.${token.split('.')[2]}`)).toBe(
      REFUSED,
    );
    expect(await verdictOn(`${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`)).toBe(REFUSED);
  });

  it('F45 signed with our public key as a shared secret is refused', async () => {
    const { header, claims } = await goodClaims();
    const pem = keyring.tokenSigningKey.publicKey.export({ type: 'spki', format: 'pem' });
    const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    expect(await verdictOn(`${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`)).toBe(REFUSED);
  });

  it('F46 of a foreign key is refused, whatever key id it names', async () => {
    const { header, claims } = await goodClaims();
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await verdictOn(signed(header, claims, foreign.privateKey))).toBe(REFUSED);
    expect(await verdictOn(signed({ ...header, kid: 'theirs' }, claims, foreign.privateKey))).toBe(REFUSED);
    expect(await verdictOn(signed({ ...header, kid: '../../etc/passwd' }, claims, foreign.privateKey))).toBe(REFUSED);
    expect(
      await verdictOn(
        signed({ alg: 'ES256', jwk: foreign.publicKey.export({ format: 'jwk' }) }, claims, foreign.privateKey),
      ),
    ).toBe(REFUSED);
    const { privateKey } = keyring.tokenSigningKey;
    expect(await verdictOn(signed({ ...header, kid: undefined }, claims, privateKey))).toBe(REFUSED);
  });

  it('is good for its own app only', async () => {
    const till = await post(app, '/auth/v1/login', { username: 'wal.till', password: PASSWORD });
    const { accessToken } = till.json<{ accessToken: string }>();
    expect((await get(app, '/auth/v1/me', accessToken)).statusCode).toBe(200);
    expect(await verdictOn(accessToken, '/console/v1/orgs')).toBe(REFUSED);
    expect(await verdictOn(accessToken, '/worker/v1/card')).toBe(REFUSED);
    const { header, claims } = await goodClaims();
    const { privateKey } = keyring.tokenSigningKey;
    expect(await verdictOn(signed(header, { ...claims, aud: 'merchant' }, privateKey))).toBe(REFUSED);
    expect(await verdictOn(signed(header, { ...claims, iss: 'another' }, privateKey))).toBe(REFUSED);
    expect(await verdictOn(signed(header, { ...claims, exp: Number(claims['exp']) + 1 }, privateKey))).toBe(REFUSED);
  });

  it('ends after ten minutes, to the second', async () => {
    const { token } = await goodClaims();
    clock.advance(599_999);
    expect((await get(app, '/auth/v1/me', token)).statusCode).toBe(200);
    clock.advance(1);
    expect(await verdictOn(token)).toBe(REFUSED);
  });

  it('that is no token is refused', async () => {
    for (const token of ['x', '..', 'a.b.c', 'null.null.null', '%00', encode({ alg: 'ES256' })])
      expect(await verdictOn(token)).toBe(REFUSED);
  });

  it('ends with the sign-out', async () => {
    const { token, cookie } = await signInOfficer(app, clock, 'li.city', secret);
    const answer = await post(app, '/auth/v1/logout', { app: 'console' }, { cookie });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(answer.headers['set-cookie']).toMatch(/^ucard_refresh_console=; .*Max-Age=0$/);
    expect(await verdictOn(token)).toBe(REFUSED);
    expect((await post(app, '/auth/v1/refresh', { app: 'console' }, { cookie })).statusCode).toBe(401);
  });

  it('says nothing when there is nobody to sign out', async () => {
    expect((await post(app, '/auth/v1/logout', { app: 'worker' })).statusCode).toBe(204);
  });

  it('of a closed login is refused at once', async () => {
    const made = await addOfficer(app, 'gone.soon', 'AUDITOR', 'city');
    const { token } = await signInOfficer(app, clock, 'gone.soon', made.totpSecret);
    await app.database.transaction((tx) => tx.query('UPDATE login SET active = false WHERE id = $1', [made.loginId]));
    expect(await verdictOn(token)).toBe(REFUSED);
    clock.advance(30_000);
    const again = await post(app, '/auth/v1/login', {
      username: 'gone.soon',
      password: PASSWORD,
      totp: totpAt(made.totpSecret, clock),
    });
    expect(codeOf(again)).toBe('SIGN_IN_FAILED');
  });
});

describe('rights', () => {
  it('end with the last day of the role', async () => {
    const made = await addOfficer(app, 'zhao.park', 'PARK_OFFICER', 'park-a', '2026-11-30');
    clock.set('2026-11-30T23:50:00+08:00');
    const { token } = await signInOfficer(app, clock, 'zhao.park', made.totpSecret);
    expect((await get(app, '/console/v1/orgs', token)).statusCode).toBe(200);
    clock.set('2026-12-01T00:00:00+08:00');
    const after = await get(app, '/console/v1/orgs', token);
    expect([after.statusCode, codeOf(after)]).toEqual([403, 'NOT_ALLOWED']);
    expect((await get(app, '/auth/v1/me', token)).json()).toMatchObject({ roles: [] });
  });

  it("to the audit trail are the auditor's and the city's", async () => {
    const auditor = await addOfficer(app, 'sun.audit', 'AUDITOR', 'city');
    const officer = await addOfficer(app, 'qian.u1', 'GRASSROOTS_OFFICER', 'u1');
    const may = await signInOfficer(app, clock, 'sun.audit', auditor.totpSecret);
    const mayNot = await signInOfficer(app, clock, 'qian.u1', officer.totpSecret);
    const page = await get(app, `/console/v1/audit?subjectKind=login&subjectId=${auditor.loginId}&limit=1`, may.token);
    expect(page.json()).toEqual({
      items: [
        {
          id: expect.any(String),
          at: expect.stringMatching(/\+08:00$/),
          actorKind: 'officer',
          actorId: auditor.loginId,
          actorName: expect.stringMatching(/./),
          action: 'login.signed-in',
          subjectKind: 'login',
          subjectId: auditor.loginId,
          detail: { app: 'console' },
        },
      ],
      nextCursor: expect.any(String),
    });
    const { nextCursor } = page.json<{ nextCursor: string }>();
    const rest = await get(
      app,
      `/console/v1/audit?subjectKind=login&subjectId=${auditor.loginId}&cursor=${nextCursor}`,
      may.token,
    );
    expect(rest.json()).toMatchObject({ items: [{ action: 'login.created' }], nextCursor: null });
    expect((await get(app, '/console/v1/audit', mayNot.token)).statusCode).toBe(403);
    expect((await get(app, '/console/v1/audit?cursor=1e9', may.token)).statusCode).toBe(400);
  });
});
