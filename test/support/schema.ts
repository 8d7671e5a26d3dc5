import type { ClientBase } from 'pg';

export interface SchemaColumn {
  readonly table: string;
  readonly column: string;
  /** As PostgreSQL spells it, such as `timestamp with time zone` or `text[]`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** Every column of every table of the product, as the database knows it. */
export async function columnsOf(client: ClientBase): Promise<SchemaColumn[]> {
  const { rows } = await client.query<SchemaColumn>(`
    SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY c.relname, a.attnum`);
  return rows;
}

/** The columns of each table's primary key, sorted by name. */
export async function primaryKeysOf(client: ClientBase): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attname COLLATE "C") AS columns
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace
     GROUP BY c.relname`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Everything migrations can make, one line a thing, so that two schemas can be compared and a difference read. */
export async function schemaOf(client: ClientBase): Promise<string[]> {
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
