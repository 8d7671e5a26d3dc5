import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { newId } from '../../src/shared/ids.js';
import { Behind, CALLS } from '../support/fault-calls.js';
import { ApiProcess, FaultCity, OFF_FEN, repeat, Rush, until } from '../support/fault-city.js';
import { StepProxy } from '../support/fault-proxy.js';
import type { TestMember } from '../support/world.js';

const MEMBERS = 400;
const STEPS_MAX = 80;
/** A till must not wait longer than this for a yes or a no. */
const ANSWER_WITHIN_MS = 12_000;

describe('the money path when something is killed', () => {
  let city: FaultCity;
  let members: TestMember[];
  let api: ApiProcess;
  let shown = 0;

  const aMember = (): TestMember => {
    const member = members[shown++ % members.length];
    if (!member) throw new Error('there are no members');
    return member;
  };
  /** Nothing acknowledged is missing, and what was tried again had one effect. */
  const expectOneEffectEach = async (rush: Rush): Promise<void> => {
    for (const attempt of rush.attempts.filter(({ acknowledged }) => acknowledged).slice(-40)) {
      const again = await repeat(api, attempt);
      expect([again.status, again.replayed]).toEqual([201, true]);
    }
    for (const attempt of rush.attempts.filter(({ acknowledged }) => !acknowledged)) await repeat(api, attempt);
    await expectBooks();
    const keys: { n: number }[] = await city.product.database.db.query(
      `SELECT count(*)::int AS n FROM idempotency_key WHERE key = ANY($1) AND outcome->'body'->>'code' = 'REDEEMED'`,
      [rush.attempts.filter(({ acknowledged }) => acknowledged).map(({ key }) => key)],
    );
    expect(keys[0]?.n).toBe(rush.attempts.filter(({ acknowledged }) => acknowledged).length);
    await expectProven();
  };
  const expectBooks = async (): Promise<void> => {
    const { redeemed, held, ...found } = await city.effects();
    const given = redeemed + held;
    expect(found).toEqual({
      spentFen: redeemed * OFF_FEN,
      heldFen: held * OFF_FEN,
      uses: given,
      memberTimes: given,
      campaignTimes: given,
      campaignFen: given * OFF_FEN,
      codes: redeemed,
    });
  };
  /** Rules 1, 3 and 4 from every row, counters of each member among them. */
  const expectProven = async (): Promise<void> => {
    expect(await city.product.get(AuditorService).run(true)).toEqual([]);
  };

  beforeAll(async () => {
    city = await FaultCity.build();
    members = await city.world.someMembers(MEMBERS);
    api = await ApiProcess.start(city.environment);
  }, 90_000);
  afterAll(async () => {
    await api.end('SIGKILL');
    await city.close();
  }, 60_000);

  it('F16 loses nothing acknowledged when PostgreSQL is killed three times under load, and recovers alone', async () => {
    const rush = new Rush(city, () => api, members);
    for (let kill = 0; kill < 3; kill += 1) {
      await sleep(700);
      const pid = city.cluster.pid;
      process.kill(pid, 'SIGKILL');
      await until(() => Promise.resolve(city.cluster.pid !== pid));
      await until(async () => (await api.redeem(city.till, aMember())).status === 201);
    }
    expect(await rush.stop()).toBeGreaterThan(50);
    await expectOneEffectEach(rush);
  }, 120_000);

  it('F67 finishes what it holds on SIGTERM under load and leaves with 0', async () => {
    const rush = new Rush(city, () => api, members);
    await sleep(700);
    expect(await api.end('SIGTERM')).toBe(0);
    await rush.stop();
    api = await ApiProcess.start(city.environment);
    await expectOneEffectEach(rush);
  }, 120_000);

  it('F65 answers every call with 503 and Retry-After while PostgreSQL stands still, refuses or is full, and recovers alone', async () => {
    const proxy = await StepProxy.to({ host: '127.0.0.1', port: city.cluster.port });
    const behind = await ApiProcess.start({
      ...city.environment,
      DATABASE_URL: proxy.through(city.environment['DATABASE_URL'] ?? ''),
    });
    try {
      expect((await behind.redeem(city.till, aMember())).status).toBe(201);
      const given = { city, api, aMember };
      const sent = await Promise.all(
        [CALLS.capture(given), CALLS.cancel(given), CALLS.void(given)].map(async (call) => ({
          ...(await call),
          key: newId(),
        })),
      );
      const quote = {
        path: '/pos/v1/quotes',
        body: { code: aMember().phone.show(new Date()), amountFen: 15_800 },
        key: newId(),
      };
      const processes = [city.cluster.pid, ...childrenOf(city.cluster.pid)];
      for (const pid of processes) process.kill(pid, 'SIGSTOP');
      const begun = Date.now();
      const frozen = await Promise.all([
        behind.redeem(city.till, aMember()),
        ...[quote, ...sent].map(({ path, body, key }) => behind.post(city.till, path, body, key)),
      ]);
      expect(Date.now() - begun).toBeLessThan(ANSWER_WITHIN_MS);
      // By now what is known of the till is old as well.
      const later = Date.now();
      frozen.push(await behind.redeem(city.till, aMember()));
      expect(Date.now() - later).toBeLessThan(ANSWER_WITHIN_MS);
      for (const pid of processes) process.kill(pid, 'SIGCONT');
      for (const answer of frozen) expect(answer).toMatchObject({ status: 503, retryAfter: expect.any(String) });
      // "Unknown" was the answer: tried again with its key each has its one effect.
      for (const { path, body, key, code } of sent)
        await until(async () => {
          const again = await behind.post(city.till, path, body, key);
          return again.status === 201 && again.body['code'] === code;
        });
      await until(async () => (await behind.redeem(city.till, aMember())).status === 201);

      proxy.cut();
      expect(await behind.redeem(city.till, aMember())).toMatchObject({ status: 503, retryAfter: expect.any(String) });
      proxy.mend();
      await until(async () => (await behind.redeem(city.till, aMember())).status === 201);

      const crowd = await fillUp(city);
      const full = await behind.redeem(city.till, aMember());
      await crowd.leave();
      expect(full).toMatchObject({ status: 503, retryAfter: expect.any(String) });
      await until(async () => (await behind.redeem(city.till, aMember())).status === 201);
      await expectBooks();
      await expectProven();
    } finally {
      await behind.end('SIGKILL');
      await proxy.close();
    }
  }, 120_000);

  it.each(Object.keys(CALLS) as (keyof typeof CALLS)[])(
    'F17 has one effect when the api is killed between any two steps of a request to %s and its till tries again',
    async (call) => {
      let next = Behind.start(city);
      let [step, wasKilled] = [0, true];
      try {
        while (wasKilled && step < STEPS_MAX) {
          const behind = await next;
          // The next process gets ready while this one is used and killed.
          next = Behind.start(city);
          step += 1;
          wasKilled = await killAt(step, behind, call);
        }
        expect({ step, wasKilled }).toEqual({ step: expect.any(Number), wasKilled: false });
        await expectProven();
      } finally {
        await (await next).close();
      }
    },
    // Some forty processes, one after the other: on a busy machine that takes its time.
    600_000,
  );

  /** Whether the api died: the last step is behind when a request gets its answer. */
  const killAt = async (
    step: number,
    { process: behind, proxy }: Behind,
    call: keyof typeof CALLS,
  ): Promise<boolean> => {
    const { path, body, code, bringsRedeemed } = await CALLS[call]({ city, api, aMember });
    const key = newId();
    // Warm: the first request of a process loads what later ones know.
    await behind.redeem(city.till, aMember());
    const before = await city.effects();
    // The step itself is not carried: killed before it, for a request, after it was done, for an answer.
    proxy.atStep(step, () => behind.child.kill('SIGKILL'));
    const first = await behind.post(city.till, path, body, key).catch(() => null);
    const wasKilled = proxy.stepTaken;
    expect(first === null).toBe(wasKilled);
    await behind.end('SIGKILL');
    await proxy.close();
    const again = await api.post(city.till, path, body, key);
    expect({ step, status: again.status, code: again.body['code'] }).toEqual({ step, status: 201, code });
    const after = await city.effects();
    expect({ step, redeemed: after.redeemed - before.redeemed }).toEqual({ step, redeemed: bringsRedeemed });
    await expectBooks();
    return wasKilled;
  };
});

/** Takes every connection the server has for the product, those it had open too. */
async function fillUp(city: FaultCity): Promise<{ leave: () => Promise<void> }> {
  const crowd: Client[] = [];
  await city.dropConnections();
  for (let isFull = false; !isFull;) {
    const client = new Client({ connectionString: city.environment['DATABASE_URL'] });
    client.on('error', () => undefined);
    isFull = await client.connect().then(
      () => false,
      () => true,
    );
    if (!isFull) crowd.push(client);
  }
  return { leave: async () => void (await Promise.all(crowd.map((client) => client.end()))) };
}

function childrenOf(pid: number): number[] {
  return execFileSync('pgrep', ['-P', String(pid)])
    .toString()
    .trim()
    .split('\n')
    .map(Number);
}
