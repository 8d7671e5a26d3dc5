import type { Db } from './database.js';

interface ForeignKey {
  readonly table: string;
  readonly column: string;
}

/**
 * Which of these rows some table refers to, and the first such table by name. The schema itself is asked which tables there are, so a
 * table that comes later is never forgotten.
 */
export async function findReferences(
  db: Db,
  table: string,
  ids: readonly string[],
  except: readonly string[] = [],
): Promise<Map<string, string>> {
  const keys: ForeignKey[] = await db.query(
    `SELECT c.conrelid::regclass::text AS "table", quote_ident(a.attname) AS "column"
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND c.conparentid = 0 AND cardinality(c.conkey) = 1
       AND NOT c.conrelid::regclass::text = ANY($2::text[]) ORDER BY 1, 2`,
    [table, except],
  );
  const found = new Map<string, string>();
  for (const { table: from, column } of keys) {
    const rows: { id: string }[] = await db.query(
      `SELECT DISTINCT ${column}::text AS id FROM ${from} WHERE ${column} = ANY($1::uuid[])`,
      [ids],
    );
    for (const { id } of rows) if (!found.has(id)) found.set(id, from);
  }
  return found;
}
