import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { guard, startEmbedded, type EmbeddedCluster } from '../../src/platform/embedded/index.js';

const CHILD = join(import.meta.dirname, '../support/embedded-child.mjs');

let folder: string;
let dataDir: string;
const clusters: EmbeddedCluster[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  // Mode 0700 as mkdtemp makes it: like a project under /root, out of the reach of the server's account.
  folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  dataDir = join(folder, '.data/postgres');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const cluster of clusters.splice(0)) await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  options: { durable?: boolean; port?: number; report?: (line: string) => void } = {},
): Promise<EmbeddedCluster> {
  const cluster = await startEmbedded({ dataDir, durable: false, ...options });
  clusters.push(cluster);
  return cluster;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

/** Starts the database in a process of its own and reads the one line it prints. */
async function startChild(): Promise<{ child: ChildProcess; said: { pid: number; url: string; message?: string } }> {
  const child = spawn(process.execPath, [CHILD, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return { child, said: JSON.parse(line) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 500 && isAlive(pid); tries += 1) await sleep(20);
  return !isAlive(pid);
}

describe('the embedded database', () => {
  it('is made once, durable, checked, closed to the network, and keeps its data', async () => {
    const first = await start({ durable: true });
    await query(first.superuserUrl('postgres'), 'CREATE TABLE kept AS SELECT 7 AS value');
    const settings = await query(
      first.superuserUrl('postgres'),
      `SELECT name, setting FROM pg_settings WHERE name IN
        ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses', 'unix_socket_directories',
         'password_encryption') ORDER BY name`,
    );
    expect(Object.fromEntries(settings.map((row) => [row['name'], row['setting']]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
      synchronous_commit: 'on',
      unix_socket_directories: '',
    });
    expect(statSync(`${dataDir}.secrets.json`).mode & 0o777).toBe(0o600);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    await expect(first.ended).resolves.toBe('stopped');

    const again = await start({ durable: true });
    expect(await query(again.superuserUrl('postgres'), 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    expect(readdirSync(join(folder, '.data')).toSorted()).toEqual([
      'postgres',
      'postgres.log',
      'postgres.secrets.json',
    ]);
  });

  it('lets in each role with its own password and nobody with another', async () => {
    const cluster = await start();
    for (const role of ['owner', 'app', 'maintenance', 'evidence'] as const) {
      expect(await query(cluster.urlFor(role, 'postgres'), 'SELECT current_user AS name')).toEqual([{ name: role }]);
    }
    const wrong = new URL(cluster.urlFor('app', 'postgres'));
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('ends when the process that started it is killed, and comes back with what was committed', async () => {
    const { child, said } = await startChild();
    await query(said.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    child.kill('SIGKILL');
    expect(await untilGone(said.pid)).toBe(true);
    const again = await start();
    expect(await query(again.superuserUrl('postgres'), 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('is started again on its port when the server itself is killed', async () => {
    const reports: string[] = [];
    const cluster = await start({ durable: true, report: (line) => reports.push(line) });
    await query(cluster.superuserUrl('postgres'), 'CREATE TABLE kept AS SELECT 7 AS value');
    const { pid } = cluster;
    process.kill(pid, 'SIGKILL');
    for (let tries = 0; tries < 1000 && !reports.includes('PostgreSQL is back'); tries += 1) await sleep(20);
    expect(cluster.pid).not.toBe(pid);
    expect(await query(cluster.superuserUrl('postgres'), 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('refuses a second start on the same folder and leaves the first one alone', async () => {
    const first = await start();
    const { said } = await startChild();
    expect(said.message).toBe(
      `The database folder ${dataDir} is in use by process ${first.pid}, most likely a second start of this program: stop the first one, or run this one in another folder.`,
    );
    expect(await query(first.superuserUrl('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('of two first starts at once lets exactly one have the folder', async () => {
    const said = (await Promise.all([startChild(), startChild()])).map((one) => one.said);
    const winners = said.filter((one) => one.url !== undefined);
    expect(winners).toHaveLength(1);
    expect(said.find((one) => one.url === undefined)?.message).toContain('is in use by process');
    expect(await query(winners[0]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says in one sentence why it cannot use a port', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    await expect(start({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken: `);
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('a folder the embedded database cannot use', () => {
  const spoilt: [string, (path: string) => void, RegExp][] = [
    ['a file', (path) => writeFileSync(path, ''), /is not a folder: /],
    [
      'a folder of other things',
      (path) => (mkdirSync(path), writeFileSync(`${path}/a.txt`, '')),
      /holds files that are not a PostgreSQL/,
    ],
  ];
  it.each(spoilt)('says so: %s', async (_name, spoil, sentence) => {
    mkdirSync(join(folder, '.data'));
    spoil(dataDir);
    await expect(start()).rejects.toThrow(sentence);
  });

  it('says so: one that may not be read, one of another version, one without its secrets', async () => {
    const cluster = await start();
    await cluster.stop();
    chmodSync(dataDir, 0o000);
    await expect(start()).rejects.toThrow(/cannot be read|run "chmod 700/);
    chmodSync(dataDir, 0o700);

    writeFileSync(join(dataDir, 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow('was made by PostgreSQL 17 and this is 18: ');
    writeFileSync(join(dataDir, 'PG_VERSION'), '18\n');

    rmSync(`${dataDir}.secrets.json`);
    await expect(start()).rejects.toThrow('secrets.json is missing');
    expect(existsSync(join(dataDir, 'PG_VERSION'))).toBe(true);
  });
});

describe('a guarded process', () => {
  it('is killed when it does not end when asked', async () => {
    const stubborn = await guard({
      command: '/bin/sh',
      args: ['-c', 'trap "" TERM QUIT; while :; do sleep 0.1; done'],
      signal: 'TERM',
      graceSeconds: 0.3,
    });
    await sleep(100);
    await stubborn.stop();
    expect(isAlive(stubborn.pid)).toBe(false);
    await expect(stubborn.ended).resolves.toBe(128 + 9);
  });

  it('tells how its command ended', async () => {
    const brief = await guard({ command: '/bin/sh', args: ['-c', 'exit 3'], signal: 'TERM', graceSeconds: 1 });
    await expect(brief.ended).resolves.toBe(3);
  });
});
