import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.service.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { IdentityProcessor } from '../../src/modules/identity/index.js';
import { ApplicationsService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aPerson } from '../support/rosters.js';
import { workerToken } from '../support/sign-in.js';

const HOUR_MS = 3_600_000;

describe('an applicant while the index key is changed', () => {
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  let folder: string;
  let database: TestDatabase;
  /** Two processes with the same key folder. */
  let app: TestApp;
  let other: TestApp;
  let people = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rotated-'));
    await Keyring.createMissing(folder, new Date('2015-01-01T00:00:00+08:00'));
    database = await freshDatabase();
    app = await startApp({ clock, database, keyring: await Keyring.load(folder) });
    other = await startApp({ clock, database, keyring: await Keyring.load(folder) });
    await seedPlaces(app.database);
  });
  afterAll(async () => {
    await app.close();
    await other.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const call = (of: TestApp, token: string, method: 'GET' | 'POST', payload?: object) =>
    of.fastify.inject({
      method,
      url: '/worker/v1/joining',
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    });
  const aRequest = () => {
    people += 1;
    return { ...aPerson(people), name: '等批准', orgId: 'u1', consentVersion: 1 };
  };
  type Request = ReturnType<typeof aRequest>;
  const apply = async (of: TestApp): Promise<Request> => {
    const request = aRequest();
    const answer = await call(of, await workerToken(of, request.phone), 'POST', request);
    expect(answer.statusCode).toBe(201);
    return request;
  };
  /** Signs in again, some hours later as the limits of a number want it, and looks. */
  const sees = async (of: TestApp, { phone }: Request): Promise<string | undefined> => {
    clock.advance(3 * HOUR_MS);
    const answer = await call(of, await workerToken(of, phone), 'GET');
    return answer.json<{ application: { state: string } | null }>().application?.state;
  };
  const logins = async (): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query('SELECT count(*)::int AS n FROM login');
    return rows[0]?.n ?? 0;
  };
  const know = () => [app, other].forEach(({ keyring }) => keyring.reread());

  it('is found at every step by the number they proved, with the application that waits', async () => {
    const rotation = app.get(KeyRotation);
    const before = [await apply(app), await apply(other)];
    await rotation.add('index');
    // The other process does not know the key to come yet, and lets people in by the old one alone.
    const meanwhile = [await apply(app), await apply(other)];
    const everybody = [...before, ...meanwhile];
    let looks = 0;
    const all = async () => {
      const seen = [];
      for (const [at, person] of everybody.entries())
        seen.push(await sees((at + looks) % 2 === 0 ? app : other, person));
      looks += 1;
      return [new Set(seen), await logins()];
    };
    expect(await all()).toEqual([new Set(['PENDING']), 4]);
    know();
    const tables = (await rotation.progress()).find(({ keys }) => keys === 'index')?.tables;
    // Whoever came before the key, and who came by the other process where that had not heard of it meanwhile.
    expect(tables?.find(({ table }) => table === 'login')?.left).toBeGreaterThanOrEqual(before.length);
    await expect(rotation.use('index')).rejects.toThrow('Rows still lack a hash');
    await rotation.work();
    expect(await all()).toEqual([new Set(['PENDING']), 4]);
    await rotation.use('index');
    // The codes they were sent are counted under the old key for a day.
    clock.advance(2 * HOUR_MS);
    expect(await rotation.finish('index')).toEqual([]);
    // One process works with the new key already, the other one with the old one still.
    expect(await all()).toEqual([new Set(['PENDING']), 4]);
    know();
    await rotation.work();
    expect(await all()).toEqual([new Set(['PENDING']), 4]);
    expect(await rotation.finish('index')).toEqual([1]);
    know();
    expect(await all()).toEqual([new Set(['PENDING']), 4]);
    const [person] = before;
    if (person === undefined) throw new Error('nobody');
    clock.advance(3 * HOUR_MS);
    const again = await call(app, await workerToken(app, person.phone), 'POST', person);
    expect(again.json()).toMatchObject({ code: 'APPLICATION_OPEN' });
  });

  it('is the member they become, under the new key as under the old one', async () => {
    const officers = [anOfficer(), anOfficer()] as const;
    const person = await apply(other);
    const [row]: { id: string }[] = await app.database.db.query(
      'SELECT id FROM membership_application ORDER BY created_at DESC LIMIT 1',
    );
    const rotation = app.get(KeyRotation);
    await rotation.add('index');
    know();
    await rotation.work();
    await rotation.use('index');
    know();
    await app.get(ApplicationsService).decide(officers[0], row?.id ?? '', { approve: true });
    expect(await sees(app, person)).toBe('JOINED');
    const rows: unknown[] = await app.database.db.query(
      `SELECT 1 FROM login WHERE kind = 'WORKER' AND phone_cipher IS NOT NULL`,
    );
    expect(rows).toEqual([]);
  });

  it('of before the number was sealed keeps the old key, until they sign in once', async () => {
    const person = await apply(app);
    await app.database.transaction((tx) =>
      tx.query(`UPDATE login SET phone_cipher = NULL, phone_hash_even = NULL WHERE kind = 'APPLICANT' AND id = (
        SELECT applicant_id FROM membership_application ORDER BY created_at DESC LIMIT 1)`),
    );
    const rotation = app.get(KeyRotation);
    clock.advance(DAY_MS + HOUR_MS);
    await rotation.work();
    expect(await rotation.finish('index')).toEqual([2]);
    await rotation.add('index');
    know();
    await rotation.work();
    await rotation.use('index');
    know();
    clock.advance(DAY_MS + HOUR_MS);
    await rotation.work();
    expect(await rotation.finish('index')).toEqual([]);
    expect(await sees(other, person)).toBe('PENDING');
    clock.advance(DAY_MS + HOUR_MS);
    await rotation.work();
    expect(await rotation.finish('index')).toEqual([3]);
    know();
    expect(await sees(app, person)).toBe('PENDING');
  });

  it('is asked for a new code when the old one waited too long, and its number is forgotten then', async () => {
    const device = 'test-device-0123456789';
    const asked = await app.fastify.inject({
      method: 'POST',
      url: '/auth/v1/otp',
      payload: { phone: aPerson(900).phone, device },
    });
    const { challengeId, demoCode } = asked.json<{ challengeId: string; demoCode: string }>();
    clock.advance(5 * 60_000);
    await app
      .get(IdentityProcessor)
      .schedules.find(({ name }) => name === 'otp-cleanup')
      ?.run();
    const rows: unknown[] = await app.database.db.query('SELECT 1 FROM otp_challenge WHERE phone_cipher IS NOT NULL');
    expect(rows).toEqual([]);
    const payload = { challengeId, device, code: demoCode };
    const answer = await app.fastify.inject({ method: 'POST', url: '/auth/v1/otp/verify', payload });
    expect(answer.json()).toMatchObject({ code: 'OTP_WRONG' });
  });
});
