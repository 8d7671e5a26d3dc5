import { runMigrations as migrateQueues } from 'bullmq';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';

const MIGRATION_LOCK = 20_161_231;

/** Brings the schema up to date as role `owner`; one process at a time, others wait. Returns the names of the migrations it ran. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl, options: '-c role=owner' });
  await client.connect();
  try {
    // Two processes starting together must not run one migration twice. The lock ends with this connection at the latest.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await withOwner(ownerUrl, (source) => source.runMigrations({ transaction: 'each' }));
    await migrateQueueSchema(client);
    return ran.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** BullMQ's tables belong to `app`, in a schema of their own. Its migrator wants to create that schema even where it exists. */
async function migrateQueueSchema(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`GRANT CREATE ON DATABASE ${database} TO app`);
  await client.query('SET ROLE app');
  try {
    await migrateQueues(client);
  } finally {
    await client.query('SET ROLE owner');
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM app`);
  }
}

/** Names of migrations that have not run yet. */
export async function pendingMigrations(ownerUrl: string): Promise<boolean> {
  return withOwner(ownerUrl, (source) => source.showMigrations());
}

/** Takes back the newest migration; for tests of `down` and for operators. */
export async function undoMigration(ownerUrl: string): Promise<void> {
  await withOwner(ownerUrl, (source) => source.undoLastMigration({ transaction: 'each' }));
}

async function withOwner<T>(ownerUrl: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'migration',
    poolSize: 2,
    extra: { options: '-c role=owner -c timezone=Asia/Shanghai' },
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
