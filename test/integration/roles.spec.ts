import { Client } from 'pg';
import { createRoles, ROLES, rolesMissing } from '../../src/platform/database/roles.js';
import { clusterUrls } from '../support/cluster.js';

let client: Client;

// Inside a transaction that is rolled back: roles belong to the whole server, which other suites use at this moment.
beforeEach(async () => {
  client = new Client({ connectionString: clusterUrls().superuser });
  await client.connect();
  await client.query('BEGIN');
});

afterEach(async () => {
  await client.query('ROLLBACK');
  await client.end();
});

describe('the database roles', () => {
  it('are complete on our own server', async () => {
    expect(await rolesMissing(client)).toEqual([]);
    const found = await client.query<{ name: string }>(
      `SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1)
         AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)`,
      [ROLES],
    );
    expect(found.rows).toEqual([]);
  });

  it('are named, by the statements that make them, to an administrator whose server lacks them', async () => {
    for (const role of ROLES) await client.query(`ALTER ROLE ${role} RENAME TO gone_${role}`);
    const statements = await rolesMissing(client);
    expect(statements).toHaveLength(ROLES.length + 2);
    for (const statement of statements) await client.query(statement);
    expect(await rolesMissing(client)).toEqual([]);
  });

  it('let app step down to scoped and inherit nothing from it', async () => {
    await createRoles(client);
    await client.query('CREATE TABLE only_for_scoped (); GRANT SELECT ON only_for_scoped TO scoped');
    await client.query('SAVEPOINT before; SET LOCAL ROLE app');
    await expect(client.query('TABLE only_for_scoped')).rejects.toThrow('permission denied');
    await client.query('ROLLBACK TO before; SET SESSION AUTHORIZATION app; SET LOCAL ROLE scoped');
    expect((await client.query('TABLE only_for_scoped')).rows).toEqual([]);
    await expect(client.query('SET LOCAL ROLE owner')).rejects.toThrow('permission denied');
  });
});
