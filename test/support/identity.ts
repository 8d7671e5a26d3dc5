import type { LightMyRequestResponse } from 'fastify';
import { generateSync } from 'otplib';
import { IdentityService } from '../../src/modules/identity/index.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import type { OfficerRole } from '../../src/shared/caller.js';
import type { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import type { TestApp } from './app.js';

export const PASSWORD = 'k8$vQz!m2RtW-teng';
export const DEVICE = 'device-of-this-page-1';

/** Posts JSON, with a token or cookie if given. */
export function post(
  app: TestApp,
  url: string,
  payload: object,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return app.fastify.inject({ method: 'POST', url, payload, headers });
}

export function get(app: TestApp, url: string, token?: string): Promise<LightMyRequestResponse> {
  return app.fastify.inject({ method: 'GET', url, headers: token ? { authorization: `Bearer ${token}` } : {} });
}

/** A login for an officer with one role, its password `PASSWORD`. */
export async function addOfficer(
  app: TestApp,
  username: string,
  role: OfficerRole,
  orgId: string,
  untilOn: string | null = null,
): Promise<{ loginId: string; totpSecret: string }> {
  const identity = app.get(IdentityService);
  const passwordHash = await identity.hashPassword(PASSWORD, username);
  return app.database.transaction((tx) =>
    identity.createOfficer(tx, { username, displayName: '测试干部', passwordHash, roles: [{ role, orgId, untilOn }] }),
  );
}

/** A login of a merchant's cashier. */
export async function addCashier(app: TestApp, username: string): Promise<void> {
  const identity = app.get(IdentityService);
  const passwordHash = await identity.hashPassword(PASSWORD, username);
  const place = { role: 'CASHIER', merchantId: 'wal', storeId: 'wal-1' } as const;
  await app.database.transaction((tx) =>
    identity.createMerchantLogin(tx, { username, displayName: '收银员', passwordHash, ...place }),
  );
}

/** A worker's login by phone; the member behind it exists only as an id. */
export async function addWorker(app: TestApp, phone: string): Promise<void> {
  const hashes = app.get(BlindIndex).pair('phone', phone);
  await app.database.transaction((tx) =>
    app.get(IdentityService).createWorkerLogin(tx, { memberId: newId(), phone: hashes, displayName: '王小明' }),
  );
}

/** The six digits an authenticator shows now. */
export function totpAt(secret: string, clock: ManualClock): string {
  return generateSync({ secret, epoch: clock.unixSeconds() });
}

/** Signs an officer in; the clock moves on a step first, because each step works once. */
export async function signInOfficer(
  app: TestApp,
  clock: ManualClock,
  username: string,
  secret: string,
): Promise<{ token: string; cookie: string }> {
  clock.advance(30_000);
  const body = { username, password: PASSWORD, totp: totpAt(secret, clock) };
  const answer = await post(app, '/auth/v1/login', body);
  if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode} ${answer.body}`);
  return { token: answer.json<{ accessToken: string }>().accessToken, cookie: cookieOf(answer) };
}

/** The cookie an answer sets, as a browser would send it back. */
export function cookieOf(answer: LightMyRequestResponse): string {
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}
