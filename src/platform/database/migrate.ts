import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';

/** Brings the schema up to date as role `owner`; one process at a time, others wait. Returns the names of the migrations it ran. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  return withOwner(ownerUrl, async (source) => {
    // Two processes starting together must not run one migration twice.
    await source.query('SELECT pg_advisory_lock(20161231)');
    const ran = await source.runMigrations({ transaction: 'each' });
    await source.query('SELECT pg_advisory_unlock(20161231)');
    return ran.map((migration) => migration.name);
  });
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
    // One connection: the advisory lock and the migrations share it. TypeORM takes a second one for each migration's runner.
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
