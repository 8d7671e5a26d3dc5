import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, sign } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/platform/database/migrate.js';
import { createDatabase } from '../../src/platform/database/roles.js';
import { type EmbeddedCluster, freePort, startEmbedded } from '../../src/platform/embedded/index.js';
import { newId } from '../../src/shared/ids.js';
import { authorizationHeader, signedText } from '../../src/shared/pos-signature.js';
import { DAY_MS, toWireTime } from '../../src/shared/time.js';
import { startApp, type TestApp } from './app.js';
import { ROOT } from './imports.js';
import { aKeyFolder } from './jobs-process.js';
import { type TestMember, type TestTerminal, World } from './world.js';

const DATABASE = 'faults';
const READY_WITHIN_MS = 45_000;
const PATIENCE_MS = 15_000;
export const AMOUNT_FEN = 15_800;
export const OFF_FEN = 2_000;

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | null;
  readonly replayed: boolean;
}

/** A city on a database that keeps its promises after a crash, with the api as a process of its own. */
export class FaultCity {
  private constructor(
    readonly cluster: EmbeddedCluster,
    private readonly folder: string,
    readonly environment: Record<string, string>,
    readonly product: TestApp,
    readonly world: World,
    readonly tills: readonly TestTerminal[],
  ) {}

  static async build(tills = 8): Promise<FaultCity> {
    const folder = mkdtempSync(join(tmpdir(), 'worker-card-faults-'));
    // The server's account must be able to walk in when we are root.
    chmodSync(folder, 0o711);
    const cluster = await startEmbedded({ dataDir: join(folder, 'data'), durable: true });
    const superuser = new Client({ connectionString: cluster.superuserUrl('postgres') });
    await superuser.connect();
    await createDatabase(superuser, DATABASE);
    await superuser.end();
    const [appUrl, ownerUrl] = [cluster.urlFor('app', DATABASE), cluster.urlFor('owner', DATABASE)];
    await migrate(ownerUrl);
    const { folder: keys, keyring } = await aKeyFolder();
    const database = {
      name: DATABASE,
      appUrl,
      ownerUrl,
      maintenanceUrl: '',
      evidenceUrl: '',
      superuserUrl: '',
      drop: () => Promise.resolve(),
    };
    const product = await startApp({ database, keyring });
    const world = await World.build(product);
    const when = { from: toWireTime(Date.now() - DAY_MS), to: toWireTime(Date.now() + DAY_MS) };
    // Wide limits: they refuse nobody, but each use moves their counters.
    const limits = [
      { per: 'MEMBER' as const, period: 'DAY' as const, times: 100_000 },
      { per: 'CAMPAIGN' as const, period: 'ALL' as const, times: 1_000_000 },
    ];
    await world.publish({ id: 'fault', when, limits, budget: { from: 'city-2017', totalFen: 100_000_000 } });
    const made: TestTerminal[] = [];
    for (let n = 0; n < tills; n += 1) made.push(await world.aTerminal());
    const rates = Object.fromEntries(
      ['POS_TERMINAL_PER_SECOND', 'POS_TERMINAL_BURST', 'POS_MERCHANT_PER_SECOND', 'POS_CARD_PER_MINUTE'].map(
        (name) => [name, '100000'],
      ),
    );
    return new FaultCity(
      cluster,
      folder,
      { DATABASE_URL: appUrl, KEYS_DIR: keys, LOG_LEVEL: process.env['FAULT_LOG'] ?? 'silent', ...rates },
      product,
      world,
      made,
    );
  }

  get till(): TestTerminal {
    const [till] = this.tills;
    if (!till) throw new Error('the city has no till');
    return till;
  }

  async close(): Promise<void> {
    await this.product.close().catch(() => undefined);
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(dirname(this.environment['KEYS_DIR'] ?? ''), { recursive: true, force: true });
  }

  /** Ends every connection of the product, as a restart of the server does. */
  async dropConnections(): Promise<void> {
    const superuser = new Client({ connectionString: this.cluster.superuserUrl('postgres') });
    await superuser.connect();
    await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [DATABASE]);
    await superuser.end();
  }

  /** What the tills did, and what the campaign says of it. */
  async effects(): Promise<Effects> {
    const [row]: Effects[] = await this.product.database.db.query(
      `SELECT (SELECT count(*)::int FROM redemption WHERE state = 'REDEEMED') AS redeemed,
         (SELECT count(*)::int FROM till_authorization WHERE state = 'HELD') AS held,
         c.spent_fen AS "spentFen", c.held_fen AS "heldFen", c.uses,
         (SELECT coalesce(sum(times), 0)::int FROM limit_counter WHERE key LIKE 'MEMBER:%:fault:%') AS "memberTimes",
         (SELECT coalesce(sum(times), 0)::int FROM limit_counter WHERE key LIKE 'CAMPAIGN:%:fault:%') AS "campaignTimes",
         (SELECT coalesce(sum(amount_fen), 0)::bigint FROM limit_counter WHERE key LIKE 'CAMPAIGN:%:fault:%') AS "campaignFen",
         (SELECT count(*)::int FROM redemption_use u JOIN redemption r ON r.id = u.redemption_id WHERE r.state = 'REDEEMED') AS codes
       FROM campaign_runtime c WHERE c.campaign_id = 'fault'`,
    );
    if (!row) throw new Error('the campaign is gone');
    return row;
  }
}

export interface Effects {
  readonly redeemed: number;
  readonly held: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly uses: number;
  /** What the counters of its limits say. */
  readonly memberTimes: number;
  readonly campaignTimes: number;
  readonly campaignFen: number;
  readonly codes: number;
}

/** The api process as production runs it, from the sources. */
export class ApiProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const port = await freePort(undefined);
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
      stdio: ['ignore', process.env['FAULT_LOG'] ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the api is not ready')), READY_WITHIN_MS);
      child.once('message', () => {
        clearTimeout(late);
        resolve();
      });
      child.once('exit', (code) => reject(new Error(`the api ended with ${code}`)));
    });
    return new ApiProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Sends a signed request. @throws when there is no answer: what happened is unknown */
  async post(till: TestTerminal, path: string, body: unknown, key: string): Promise<Answer> {
    const text = JSON.stringify(body);
    const ts = Math.floor(Date.now() / 1000);
    const nonce = randomBytes(16).toString('base64url');
    const bodyHash = createHash('sha256').update(text).digest('hex');
    const signed = signedText({ method: 'POST', path, ts, nonce, idempotencyKey: key, bodyHash });
    const signature = sign(null, Buffer.from(signed), till.privateKey).toString('base64url');
    const authorization = authorizationHeader({ scheme: 'UCARD1-ED25519', keyId: till.keyId, ts, nonce, signature });
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
      body: text,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as Answer['body'],
      retryAfter: answer.headers.get('retry-after'),
      replayed: answer.headers.get('idempotent-replayed') === 'true',
    };
  }

  redeem(till: TestTerminal, member: TestMember, key = newId(), code = member.phone.show(new Date())): Promise<Answer> {
    return this.post(
      till,
      '/pos/v1/redemptions',
      { code, amountFen: AMOUNT_FEN, benefit: 'fault', ticketNo: 'T1' },
      key,
    );
  }

  /** Resolves with exit code or signal. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
      this.child.kill(signal);
      await gone;
    }
    return this.child.exitCode ?? this.child.signalCode;
  }
}

/** What a till tried: the same code and key until it knows. */
export interface Attempt {
  readonly till: TestTerminal;
  readonly member: TestMember;
  readonly key: string;
  readonly code: string;
  acknowledged: boolean;
}

/** Tills that redeem one after the other, each with its own key, and remember what was acknowledged. */
export class Rush {
  readonly attempts: Attempt[] = [];
  private running = true;
  private readonly loops: Promise<void>[];

  constructor(city: FaultCity, api: () => ApiProcess, members: readonly TestMember[]) {
    let next = 0;
    this.loops = city.tills.map(async (till) => {
      while (this.running) {
        const member = members[next++ % members.length];
        if (!member) return;
        const attempt: Attempt = {
          till,
          member,
          key: newId(),
          code: member.phone.show(new Date()),
          acknowledged: false,
        };
        this.attempts.push(attempt);
        await repeat(api(), attempt).catch(() => undefined);
        // A till without an answer tries again a little later, as a cashier would.
        if (!attempt.acknowledged) await sleep(50);
      }
    });
  }

  /** Stops new sales; answers how many were acknowledged. */
  async stop(): Promise<number> {
    this.running = false;
    await Promise.all(this.loops);
    return this.attempts.filter(({ acknowledged }) => acknowledged).length;
  }
}

/** Sends an attempt (again). */
export async function repeat(api: ApiProcess, attempt: Attempt): Promise<Answer> {
  const answer = await api.redeem(attempt.till, attempt.member, attempt.key, attempt.code);
  if (answer.status === 201) attempt.acknowledged = true;
  return answer;
}

/** Waits until something is so. */
export async function until(isSo: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('it did not come about in time');
    await sleep(100);
  }
}
