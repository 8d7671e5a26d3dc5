import { generateSync } from 'otplib';
import { IdentityService } from '../../src/modules/identity/index.js';
import type { OfficerRole } from '../../src/shared/caller.js';
import { Clock } from '../../src/shared/clock.js';
import type { TestApp } from './app.js';

const PASSWORD = 'Tengwang-Pavilion-653';
let officers = 0;

/** Makes an officer with one role over one organisation and signs in as on the page; the access token. */
export async function officerToken(app: TestApp, role: OfficerRole, orgId: string): Promise<string> {
  officers += 1;
  const username = `officer-${officers}`;
  const identity = app.get(IdentityService);
  const passwordHash = await identity.hashPassword(PASSWORD, username);
  const { totpSecret } = await app.database.transaction((tx) =>
    identity.createOfficer(tx, { username, displayName: '测试干部', passwordHash, roles: [{ role, orgId }] }),
  );
  const totp = generateSync({ secret: totpSecret, epoch: app.get(Clock).unixSeconds() });
  const answer = await app.fastify.inject({
    method: 'POST',
    url: '/auth/v1/login',
    payload: { username, password: PASSWORD, totp },
  });
  if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<{ accessToken: string }>().accessToken;
}

/** Signs a worker in by the code sent to their phone; the access token. */
export async function workerToken(app: TestApp, phone: string): Promise<string> {
  const device = 'test-device-0123456789';
  const asked = await app.fastify.inject({ method: 'POST', url: '/auth/v1/otp', payload: { phone, device } });
  const { challengeId, demoCode } = asked.json<{ challengeId: string; demoCode: string }>();
  const answer = await app.fastify.inject({
    method: 'POST',
    url: '/auth/v1/otp/verify',
    payload: { challengeId, device, code: demoCode },
  });
  if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<{ accessToken: string }>().accessToken;
}
