import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase, DATABASE_NAME, rolesMissing } from '../../platform/database/roles.js';
import { migrate } from '../../platform/database/migrate.js';
import { startEmbedded, type EmbeddedCluster } from '../../platform/embedded/index.js';
import { StartError, step } from './step.js';

/** What BullMQ's PostgreSQL backend and our own statements need. */
const SERVER_VERSION_MIN = 150_000;

export interface Prepared {
  /** Settings the processes need to reach the database. */
  readonly environment: Record<string, string>;
  /** Empties the database; only where it is ours alone. */
  readonly reset: (() => Promise<void>) | null;
  onEnd(tell: (reason: string) => void): void;
  stop(): Promise<void>;
}

/** The database the product runs on: the one named by `DATABASE_URL`, else the embedded one; migrated either way. */
export async function prepareDatabase(
  dataDir: string,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<Prepared> {
  const url = settings['DATABASE_URL'];
  return url
    ? prepareGiven({
        ownerUrl: settings['DATABASE_OWNER_URL'] || url,
        maintenanceUrl: settings['DATABASE_MAINTENANCE_URL'] || null,
        evidenceUrl: settings['DATABASE_EVIDENCE_URL'] || null,
      })
    : prepareEmbedded(dataDir);
}

async function prepareEmbedded(dataDir: string): Promise<Prepared> {
  const cluster = await step('database', (say) =>
    startEmbedded({ dataDir: join(dataDir, 'postgres'), durable: true, report: say }),
  );
  const ownerUrl = cluster.urlFor('owner', DATABASE_NAME);
  try {
    await ensureDatabase(cluster);
    await migrateStep(ownerUrl);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    environment: {
      DATABASE_URL: cluster.urlFor('app', DATABASE_NAME),
      DATABASE_OWNER_URL: ownerUrl,
      DATABASE_MAINTENANCE_URL: cluster.urlFor('maintenance', DATABASE_NAME),
      DATABASE_EVIDENCE_URL: cluster.urlFor('evidence', DATABASE_NAME),
      DEMO: '1',
    },
    reset: async () => {
      await withClient(cluster.superuserUrl('postgres'), (client) =>
        client.query(`DROP DATABASE ${DATABASE_NAME} WITH (FORCE)`),
      );
      await ensureDatabase(cluster);
      await migrate(ownerUrl);
    },
    onEnd: (tell) => void cluster.ended.then(tell),
    stop: () => cluster.stop(),
  };
}

async function ensureDatabase(cluster: EmbeddedCluster): Promise<void> {
  await withClient(cluster.superuserUrl('postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await createDatabase(client, DATABASE_NAME);
  });
}

async function prepareGiven(given: {
  readonly ownerUrl: string;
  readonly maintenanceUrl: string | null;
  readonly evidenceUrl: string | null;
}): Promise<Prepared> {
  const { ownerUrl, maintenanceUrl, evidenceUrl } = given;
  if (maintenanceUrl === null)
    throw new StartError(
      'DATABASE_MAINTENANCE_URL is not set, so nobody would make the partitions of coming months and tills would stop when they run out: set it to a sign-in of maintenance.',
    );
  await step('database', () => withClient(ownerUrl, checkServer));
  await migrateStep(ownerUrl);
  await withClient(maintenanceUrl, checkMaintenance);
  // A city may begin without applications; a wrong sign-in must not be found out by the first person who applies.
  if (evidenceUrl !== null) await withClient(evidenceUrl, checkEvidence);
  return { environment: {}, reset: null, onEnd: () => undefined, stop: () => Promise.resolve() };
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name`,
  );
  const server = rows[0];
  if (server === undefined || server.version < SERVER_VERSION_MIN) {
    throw new StartError(`PostgreSQL ${server?.name ?? '?'} is too old: use 15 or newer.`);
  }
  const missing = await rolesMissing(client);
  if (missing.length > 0) {
    throw new StartError(
      `The database server is not prepared: run "npm run admin -- roles" with a DATABASE_URL of its administrator, or let the administrator run: ${missing.join('; ')}.`,
    );
  }
  const rights = await client.query<{ owner: boolean; app: boolean; create: boolean }>(
    `SELECT pg_has_role('owner', 'MEMBER') AS owner, pg_has_role('app', 'MEMBER') AS app, has_database_privilege('owner', current_database(), 'CREATE') AS "create"`,
  );
  const right = rights.rows[0];
  if (!right?.owner)
    throw new StartError(
      'The schema belongs to role owner, and this sign-in may not act as it: set DATABASE_OWNER_URL to a sign-in of owner.',
    );
  if (!right.create)
    throw new StartError(
      'Role owner may not create in this database: run ALTER DATABASE … OWNER TO owner as its administrator.',
    );
}

async function checkMaintenance(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_function_privilege('partitions_ahead(integer)', 'EXECUTE') AS may`,
  );
  if (!rows[0]?.may)
    throw new StartError(
      'The sign-in of DATABASE_MAINTENANCE_URL may not make partitions: set it to a sign-in of role maintenance.',
    );
}

async function checkEvidence(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean; open: boolean }>(
    `SELECT has_schema_privilege('evidence', 'USAGE') AS may, has_table_privilege('member', 'SELECT') AS open`,
  );
  if (!rows[0]?.may || rows[0].open)
    throw new StartError(
      'The sign-in of DATABASE_EVIDENCE_URL must open hardship files and nothing else: set it to a sign-in of role evidence.',
    );
}

async function migrateStep(ownerUrl: string): Promise<void> {
  await step('schema', async (say) => {
    const ran = await migrate(ownerUrl);
    if (ran.length > 0) say(`${ran.length} migrations`);
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new StartError(
      `The database at ${new URL(url).host} does not answer (${error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error)}): check its address and that the server runs.`,
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
