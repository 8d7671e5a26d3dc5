import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientBase } from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { entities } from '../../src/entities.js';
import { parseConfig } from '../../src/platform/config/config.js';
import { dataSourceOptions } from '../../src/platform/database/database.module.js';
import { migrate, pendingMigrations, undoMigration } from '../../src/platform/database/migrate.js';
import { createDatabase, ROLES, rolesMissing } from '../../src/platform/database/roles.js';
import { clusterUrls, onDatabase } from '../support/cluster.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** Written and read in plain SQL by the machinery; no entity wanted. */
const WITHOUT_ENTITY = ['dead_letter', 'inbox', 'migration', 'outbox'];
/** SQLSTATE insufficient_privilege. */
const DENIED = '42501';
/** What is once written and never rewritten, by anybody the product can act as. */
const APPEND_ONLY = [
  'audit_entry',
  'campaign_version',
  'category_meaning',
  'card_event',
  'member_category_fact',
  'member_event',
  'posting',
];

let own: TestDatabase;
let superuser: Client;

beforeAll(async () => {
  own = await freshDatabase();
  superuser = await connected(own.superuserUrl);
});

afterAll(async () => {
  await superuser?.end();
  await own?.drop();
});

describe('the entities', () => {
  let source: DataSource;
  const bySource = (): EntityMetadata[] => source.entityMetadatas;

  beforeAll(async () => {
    source = await new DataSource(dataSourceOptions(parseConfig({ DATABASE_URL: own.appUrl }), entities)).initialize();
  });

  afterAll(() => source?.destroy());

  it('name every table of the schema, and no table twice', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    );
    const tables = rows.map(({ name }) => name).filter((name) => !WITHOUT_ENTITY.includes(name));
    expect(
      bySource()
        .map(({ tableName }) => tableName)
        .sort(),
    ).toEqual(tables.sort());
  });

  it('agree with the schema on each column, its type and whether it may be empty', async () => {
    const known = new Set(bySource().map(({ tableName }) => tableName));
    const inSchema = (await columnsOf(superuser)).filter(({ table }) => known.has(table));
    const inEntities = bySource().flatMap(({ tableName, columns }) =>
      columns.map((column) => ({
        table: tableName,
        column: column.databaseName,
        type: source.driver.normalizeType(column) + (column.isArray ? '[]' : ''),
        nullable: column.isNullable,
      })),
    );
    expect(linesOf(inEntities)).toEqual(linesOf(inSchema));
  });

  it('agree with the schema on what tells one row from another', async () => {
    const inSchema = await primaryKeysOf(superuser);
    for (const { tableName, primaryColumns } of bySource()) {
      const columns = primaryColumns.map(({ databaseName }) => databaseName).sort();
      expect({ tableName, columns }).toEqual({ tableName, columns: inSchema.get(tableName) });
    }
  });
});

describe('the migrations', () => {
  it('go up, all the way down, and up again to the same schema', async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const admin = await connected(clusterUrls().superuser);
    try {
      await createDatabase(admin, name, { copyFiles: true });
      const ownerUrl = onDatabase(clusterUrls().owner, name);
      const look = () => withClient(onDatabase(clusterUrls().superuser, name), schemaOf);

      expect(await migrate(ownerUrl)).toEqual(migrations.map((migration) => migration.name));
      expect(await pendingMigrations(ownerUrl)).toBe(false);
      const up = await look();

      for (const _ of migrations) await undoMigration(ownerUrl);
      const down = await look();
      expect(down.filter((line) => !line.includes('public.migration'))).toEqual([]);

      expect(await migrate(ownerUrl)).toHaveLength(migrations.length);
      expect(await look()).toEqual(up);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
      await admin.end();
    }
  });

  it('run once, however many processes start together', async () => {
    expect(await Promise.all([migrate(own.ownerUrl), migrate(own.ownerUrl)])).toEqual([[], []]);
  });

  it('are listed in the order of their time, each under its own name', () => {
    const names = migrations.map((migration) => new migration().name);
    expect(names).toEqual(migrations.map((migration) => migration.name));
    const times = names.map((name) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
  });
});

describe('the rights', () => {
  it('leave every business table, sequence and function to owner, and the queue to app', async () => {
    const { rows } = await superuser.query<{ schema: string; owner: string }>(`
      SELECT DISTINCT n.nspname AS schema, pg_get_userbyid(c.relowner) AS owner
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      UNION SELECT DISTINCT n.nspname, pg_get_userbyid(p.proowner)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      ORDER BY 1, 2`);
    expect(rows).toEqual([
      { schema: 'bullmq', owner: 'app' },
      { schema: 'evidence', owner: 'owner' },
      { schema: 'part', owner: 'owner' },
      { schema: 'public', owner: 'owner' },
    ]);
  });

  it.each(APPEND_ONLY)('F25 let nobody but owner change or remove a row of %s', async (table) => {
    const { rows } = await superuser.query<{ role: string }>(
      `SELECT role FROM unnest('{app,scoped,maintenance,evidence}'::text[]) role
        WHERE has_table_privilege(role, $1, 'UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege(role, $1, 'UPDATE')`,
      [table],
    );
    expect(rows).toEqual([]);
    await withClient(own.appUrl, async (app) => {
      const column = (await columnsOf(superuser)).findLast((one) => one.table === table)?.column ?? '';
      await expect(app.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toMatchObject({ code: DENIED });
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: DENIED });
      await expect(app.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: DENIED });
      await expect(app.query(`TABLE ${table}`)).resolves.toBeDefined();
    });
  });

  it('let app neither change the schema nor become owner', async () => {
    await withClient(own.appUrl, async (app) => {
      await expect(app.query('CREATE TABLE public.mine ()')).rejects.toMatchObject({ code: DENIED });
      await expect(app.query('ALTER TABLE posting DISABLE TRIGGER ALL')).rejects.toMatchObject({ code: DENIED });
      await expect(app.query('DROP TABLE posting')).rejects.toMatchObject({ code: DENIED });
      await expect(app.query('SET ROLE owner')).rejects.toMatchObject({ code: DENIED });
    });
  });

  // Rolled back: roles belong to the whole server, which other suites use at this moment.
  it('are what docker/postgres/roles.sql gives a server that has nothing yet', async () => {
    const file = join(import.meta.dirname, '..', '..', 'docker', 'postgres', 'roles.sql');
    const sql = readFileSync(file, 'utf8')
      .replaceAll(/:'\w+_password'/g, `'${randomBytes(12).toString('hex')}'`)
      .replaceAll(':"DBNAME"', superuser.escapeIdentifier(own.name));
    await superuser.query('BEGIN');
    try {
      for (const role of ROLES) await superuser.query(`ALTER ROLE ${role} RENAME TO gone_${role}`);
      await superuser.query(sql);
      expect(await rolesMissing(superuser)).toEqual([]);
      const { rows } = await superuser.query(
        `SELECT pg_get_userbyid(datdba) AS owner, has_database_privilege('app', oid, 'CONNECT') AS app FROM pg_database WHERE datname = $1`,
        [own.name],
      );
      expect(rows).toEqual([{ owner: 'owner', app: true }]);
    } finally {
      await superuser.query('ROLLBACK');
    }
  });

  it('show maintenance and evidence no business table', async () => {
    const { rows } = await superuser.query(`
      SELECT role, c.relname FROM pg_class c, unnest('{maintenance,evidence}'::text[]) role
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE')`);
    expect(rows).toEqual([]);
  });
});

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const linesOf = (columns: readonly { table: string; column: string; type: string; nullable: boolean }[]): string[] =>
  columns.map(({ table, column, type, nullable }) => `${table}.${column} ${type}${nullable ? '' : ' NOT NULL'}`).sort();

interface SchemaColumn {
  readonly table: string;
  readonly column: string;
  /** As PostgreSQL spells it, such as `timestamp with time zone` or `text[]`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** Every column of every table of the product, as the database knows it. */
async function columnsOf(client: ClientBase): Promise<SchemaColumn[]> {
  const { rows } = await client.query<SchemaColumn>(`
    SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY c.relname, a.attnum`);
  return rows;
}

/** The columns of each table's primary key, sorted by name. */
async function primaryKeysOf(client: ClientBase): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attname COLLATE "C") AS columns
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace
     GROUP BY c.relname`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Everything migrations can make, one line a thing, so that two schemas can be compared and a difference read. */
async function schemaOf(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    WITH ours AS (SELECT * FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema')
    SELECT format('column %s.%s.%s %s null=%s default=%s identity=%s', n.nspname, c.relname, a.attname,
             format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity) AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN ours n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT format('relation %s.%s %s owner=%s rights=%s options=%s rls=%s', n.nspname, c.relname, c.relkind,
             pg_get_userbyid(c.relowner), c.relacl::text, c.reloptions::text, c.relrowsecurity)
      FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT format('constraint %s.%s %s %s', n.nspname, r.conrelid::regclass, r.conname, pg_get_constraintdef(r.oid))
      FROM pg_constraint r JOIN ours n ON n.oid = r.connamespace
    UNION ALL
    SELECT format('index %s.%s %s', n.nspname, c.relname, pg_get_indexdef(c.oid))
      FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind = 'i'
    UNION ALL
    SELECT format('function %s.%s owner=%s', n.nspname, p.oid::regprocedure, pg_get_userbyid(p.proowner))
      FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
    UNION ALL
    SELECT format('policy %s.%s %s', p.schemaname, p.tablename, p.policyname) FROM pg_policies p
    UNION ALL
    SELECT format('schema %s owner=%s', n.nspname, pg_get_userbyid(n.nspowner)) FROM ours n WHERE n.nspname <> 'public'`);
  return rows.map(({ line }) => line).sort();
}
