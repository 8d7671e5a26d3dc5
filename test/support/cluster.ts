import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase } from '../../src/platform/database/roles.js';
import { startEmbedded } from '../../src/platform/embedded/index.js';

/** The migrated database every suite copies. */
export const TEMPLATE = 'template_worker_card';

const URLS = 'TEST_CLUSTER_URLS';

export interface ClusterUrls {
  superuser: string;
  owner: string;
  app: string;
  maintenance: string;
  evidence: string;
}

/** Starts the cluster of this test run in a folder of its own; its addresses reach the test workers by the environment. */
export async function startTestCluster(): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'worker-card-test-'));
  // The server's account must be able to walk in when we are root.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ dataDir: join(folder, 'data'), durable: false });
  const stop = async (): Promise<void> => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
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

async function makeTemplate(urls: ClusterUrls): Promise<void> {
  const client = new Client({ connectionString: urls.superuser });
  await client.connect();
  try {
    await createDatabase(client, TEMPLATE);
  } finally {
    await client.end();
  }
  const migrations = new URL('../../src/platform/database/migrate.ts', import.meta.url);
  if (!existsSync(migrations)) return;
  const { migrate } = await import('../../src/platform/database/migrate.js');
  await migrate(onDatabase(urls.owner, TEMPLATE));
}
