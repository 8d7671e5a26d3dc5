import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createDatabase } from '../../src/platform/database/roles.js';
import { clusterUrls, onDatabase, TEMPLATE } from './cluster.js';

export interface TestDatabase {
  name: string;
  appUrl: string;
  ownerUrl: string;
  maintenanceUrl: string;
  evidenceUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

/** A migrated database of one's own, copied from the template in well under a second. */
export async function freshDatabase(): Promise<TestDatabase> {
  const urls = clusterUrls();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser((client) => createDatabase(client, name, { template: TEMPLATE, copyFiles: true }));
  return {
    name,
    appUrl: onDatabase(urls.app, name),
    ownerUrl: onDatabase(urls.owner, name),
    maintenanceUrl: onDatabase(urls.maintenance, name),
    evidenceUrl: onDatabase(urls.evidence, name),
    superuserUrl: onDatabase(urls.superuser, name),
    // FORCE: a suite that failed half way may have left connections open.
    drop: () =>
      asSuperuser(async (client) => {
        await client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`);
      }),
  };
}

async function asSuperuser(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: clusterUrls().superuser });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
