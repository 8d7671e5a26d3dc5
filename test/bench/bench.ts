import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { NODE_FLAGS } from '../../src/cli/start/processes.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createDatabase } from '../../src/platform/database/roles.js';
import { type EmbeddedCluster, startEmbedded } from '../../src/platform/embedded/index.js';
import { ROOT } from '../support/imports.js';
import { buildCity, type City } from './city.js';
import { decisionFigures } from './decision.js';
import { fullFigures } from './full.js';
import { indicatorFigures } from './indicators.js';
import { inProcessPerSecond, load, type Load, referencePerSecond } from './measure.js';
import { cpuMs, residentMiB, type Running, start } from './processes.js';
import { type Figure, jsonOf, machineLine, median, percentile, ratioFigure, tableOf } from './report.js';

const ROUNDS = 3;
const MEMBERS = 8_000;
const STORES = 200;
const IN_PROCESS = 30_000;
const OVER_HTTP = 10_000;
const CONNECTIONS = 64;
const AT_RATE = 4_000;
const LONE = 500;
const DATABASE = 'bench';

/** What every figure is measured with. */
export interface Bench {
  readonly cluster: EmbeddedCluster;
  readonly url: string;
  readonly folder: string;
  readonly keysFolder: string;
  readonly city: City;
  readonly api: Running;
  readonly bare: Running;
  readonly say: (line: string) => void;
  /** Sends to the api; counts what it was sent since it began. */
  readonly send: (given: Parameters<typeof load>[3]) => Promise<Load>;
  readonly sent: () => number;
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== '--json' && arg !== '--full');
  if (unknown !== undefined) throw new Error(`bench knows --json and --full, not ${unknown}`);
  const isJson = args.includes('--json');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'worker-card-bench-'));
  // The server's account must be able to walk in when we are root.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ dataDir: join(folder, 'data'), durable: true });
  const ending: (() => Promise<void>)[] = [() => cluster.stop()];
  const end = async (): Promise<void> => {
    for (const each of ending.toReversed()) await each().catch((error: unknown) => say(String(error)));
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(1)));
  try {
    const bench = await prepareBench(cluster, folder, say, ending);
    await bench.send({ count: OVER_HTTP, connections: CONNECTIONS });
    const warmMiB = residentMiB(bench.api.pid);
    const figures = [...(await usualFigures(bench)), ...(await decisionFigures(bench.city))];
    figures.push(...(await indicatorFigures(bench)));
    if (args.includes('--full')) figures.push(...(await fullFigures(bench, warmMiB)));
    if (isJson) process.stdout.write(jsonOf(figures));
    else {
      process.stdout.write(`\n${machineLine(versionOf(cluster))}\n\n${tableOf(figures)}`);
    }
  } finally {
    await end();
  }
}

async function prepareBench(
  cluster: EmbeddedCluster,
  folder: string,
  say: Bench['say'],
  ending: (() => Promise<void>)[],
): Promise<Bench> {
  say('making a city of its own …');
  const superuser = new Client({ connectionString: cluster.superuserUrl('postgres') });
  await superuser.connect();
  await createDatabase(superuser, DATABASE);
  await superuser.end();
  const [url, ownerUrl] = [cluster.urlFor('app', DATABASE), cluster.urlFor('owner', DATABASE)];
  await migrate(ownerUrl);
  const keysFolder = join(folder, 'keys');
  await Keyring.createMissing(keysFolder, new Date(Date.now() - 86_400_000));
  const keyring = await Keyring.load(keysFolder);
  const database = { appUrl: url, ownerUrl, drop: () => Promise.resolve() };
  const city = await buildCity({ database: { ...EMPTY, ...database }, keyring }, { members: MEMBERS, stores: STORES });
  ending.push(() => city.product.close());
  const owner = new Client({ connectionString: ownerUrl, options: '-c role=owner' });
  await owner.connect();
  await owner.query(readFileSync(join(ROOT, 'test/bench/reference.sql'), 'utf8'));
  await owner.end();
  const limits = Object.fromEntries(
    ['POS_TERMINAL_PER_SECOND', 'POS_TERMINAL_BURST', 'POS_MERCHANT_PER_SECOND', 'POS_CARD_PER_MINUTE'].map((name) => [
      name,
      '1000000',
    ]),
  );
  const api = await start([...NODE_FLAGS.api, 'dist/src/main.js'], {
    DATABASE_URL: url,
    KEYS_DIR: keysFolder,
    ...limits,
  });
  ending.push(() => api.end());
  const bare = await start(['test/bench/bare.mjs'], { DATABASE_URL: ownerUrl });
  ending.push(() => bare.end());
  let sent = 0;
  const send: Bench['send'] = (given) => {
    sent += given.count;
    return load(folder, city, api.port, given);
  };
  return { cluster, url, folder, keysFolder, city, api, bare, say, send, sent: () => sent };
}

const EMPTY = { name: DATABASE, maintenanceUrl: '', evidenceUrl: '', superuserUrl: '' };

/** Every figure in three rounds, ours and the reference in turn, so that noise hits both. */
async function usualFigures(bench: Bench): Promise<Figure[]> {
  const { city, url, folder, api, bare, cluster, say, send } = bench;
  await inProcessPerSecond(city, city.hot, 3_000);
  const whole = { count: OVER_HTTP, connections: CONNECTIONS };
  await load(folder, city, bare.port, { ...whole, count: 3_000 });
  const seen = Object.fromEntries(NAMES.map((name) => [name, { ours: [] as number[], reference: [] as number[] }]));
  const note = (name: (typeof NAMES)[number], ours: number, reference: number): void => {
    seen[name]?.ours.push(ours);
    seen[name]?.reference.push(reference);
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`round ${round} of ${ROUNDS} …`);
    const hotReference = await referencePerSecond(url, folder, city, false);
    note('hot', await inProcessPerSecond(city, city.hot, IN_PROCESS), hotReference);
    const spreadReference = await referencePerSecond(url, folder, city, true);
    note('spread', await inProcessPerSecond(city, city.spread, IN_PROCESS), spreadReference);

    const bareCpu = cpuMs(bare.pid);
    const bareLoad = await load(folder, city, bare.port, whole);
    const bareEach = (cpuMs(bare.pid) - bareCpu) / OVER_HTTP;
    const ourCpu = cpuMs(api.pid) + cpuMs(cluster.pid);
    const ourLoad = await send(whole);
    const ourEach = (cpuMs(api.pid) + cpuMs(cluster.pid) - ourCpu) / OVER_HTTP;
    note('http', ourLoad.perSecond, bareLoad.perSecond);
    note('cpu', ourEach, bareEach);

    const half = Math.floor(ourLoad.perSecond / 2);
    const at = { count: AT_RATE, connections: CONNECTIONS, perSecond: half };
    const insertAtRate = await load(folder, city, bare.port, { ...at, path: '/insert' });
    const ourAtRate = await send(at);
    note('p99', percentile(ourAtRate.latencies, 0.99), percentile(insertAtRate.latencies, 0.99));
    const lone = { count: LONE, connections: 1 };
    const insertLone = await load(folder, city, bare.port, { ...lone, path: '/insert' });
    note('lone', median((await send(lone)).latencies), median(insertLone.latencies));
  }
  return FIGURES.map(([key, name, goal]) => ratioFigure(name, seen[key]?.ours ?? [], seen[key]?.reference ?? [], goal));
}

const NAMES = ['hot', 'spread', 'http', 'cpu', 'p99', 'lone'] as const;
const FIGURES: readonly [(typeof NAMES)[number], string, `${'≥' | '≤'} ${number}×`][] = [
  [
    'hot',
    'money path in process, one hot campaign, 256 callers (redemptions/s; reference: procedure per redemption)',
    '≥ 5×',
  ],
  [
    'spread',
    'money path in process, 200 campaigns, 256 callers (redemptions/s; reference: the same on 200 rows)',
    '≥ 2×',
  ],
  [
    'http',
    'signed HTTP redemption, D code, hot campaign (redemptions/s; reference: bare route, same signatures)',
    '≥ 0.7×',
  ],
  ['cpu', 'CPU of API and database a redemption over HTTP (ms; reference: bare route)', '≤ 1.8×'],
  ['p99', 'p99 at half of the peak load (ms; reference: bare INSERT at the same rate)', '≤ 3×'],
  ['lone', 'latency of a lone request (ms; reference: bare INSERT)', '≤ 3×'],
];

function versionOf(cluster: EmbeddedCluster): string {
  return execFileSync('psql', [
    cluster.superuserUrl('postgres'),
    '-Atc',
    `SELECT 'PostgreSQL ' || current_setting('server_version')`,
  ])
    .toString()
    .trim();
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
