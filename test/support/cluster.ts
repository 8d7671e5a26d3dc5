import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase } from '../../src/platform/database/roles.js';
import { startEmbedded } from '../../src/platform/embedded/index.js';

/** The migrated database every suite copies. */
export const TEMPLATE = 'template_worker_card';

const URLS = 'TEST_CLUSTER_URLS';
const FOLDER = 'worker-card-test-';

export interface ClusterUrls {
  superuser: string;
  owner: string;
  app: string;
  maintenance: string;
  evidence: string;
}

/** Starts the cluster of this test run in a folder of its own; its addresses reach the test workers by the environment. */
export async function startTestCluster(): Promise<{ stop(): Promise<void> }> {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  // The server's account must be able to walk in when we are root.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ dataDir: join(folder, 'data'), durable: false });
  const stop = async (): Promise<void> => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  stopOnSignal(stop);
  try {
    const urls: ClusterUrls = {
      superuser: cluster.superuserUrl('postgres'),
      owner: cluster.urlFor('owner', 'postgres'),
      app: cluster.urlFor('app', 'postgres'),
      maintenance: cluster.urlFor('maintenance', 'postgres'),
      evidence: cluster.urlFor('evidence', 'postgres'),
    };
    process.env[URLS] = JSON.stringify(urls);
    await makeTemplate(urls);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the cluster of this test run listens, by role; the database in them is `postgres`. */
export function clusterUrls(): ClusterUrls {
  const text = process.env[URLS];
  if (text === undefined)
    throw new Error('no test cluster: this test must lie in test/integration, api, web, faults or scenarios');
  return JSON.parse(text);
}

/** The same address, pointing at another database. */
export function onDatabase(url: string, database: string): string {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.href;
}

/** Jest skips its teardown when it is interrupted; the database ends by itself then, its folder would stay. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      void stop().finally(() => process.exit(code));
    });
  }
}

/** Folders of runs that were killed outright: the number in the name is their process. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(FOLDER)) continue;
    const pid = Number.parseInt(name.slice(FOLDER.length), 10);
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function makeTemplate(urls: ClusterUrls): Promise<void> {
  const client = new Client({ connectionString: urls.superuser });
  await client.connect();
  try {
    await createDatabase(client, TEMPLATE, { copyFiles: true });
  } finally {
    await client.end();
  }
  const migrations = new URL('../../src/platform/database/migrate.ts', import.meta.url);
  if (!existsSync(migrations)) return;
  const { migrate } = await import('../../src/platform/database/migrate.js');
  await migrate(onDatabase(urls.owner, TEMPLATE));
}
