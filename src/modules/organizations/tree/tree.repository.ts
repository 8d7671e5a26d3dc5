import type { Tx } from '../../../platform/database/database.js';

/** One hand at the tree at a time: two moves at once could make a ring of it, and moves are rare. Locks of rows come after it. */
export async function lockTree(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('union-tree', 0))`);
}

/** Keeps the tree as it is while something is put where two places in it agree; many may at once. */
export async function holdTree(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(hashtextextended('union-tree', 0))`);
}

/** Waits for everybody who just now puts something under a union, and makes who comes later wait. */
export async function lockPlace(tx: Tx, orgId: string): Promise<void> {
  await tx.query('SELECT FROM union_org WHERE id = $1 FOR UPDATE', [orgId]);
}

export async function isParkNameTaken(tx: Tx, name: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT FROM park WHERE name = $1 LIMIT 1', [name]);
  return rows.length > 0;
}

/** A code no park has: P and the number that follows the highest of such codes. */
export async function nextParkCode(tx: Tx): Promise<string> {
  const [row]: { code: string }[] = await tx.query(
    `SELECT 'P' || coalesce(max(substr(code, 2)::int), 0) + 1 AS code FROM park WHERE code ~ '^P[0-9]{1,6}$'`,
  );
  if (row === undefined) throw new Error('no code for a park');
  return row.code;
}

export async function isNameTaken(tx: Tx, parentId: string | null, name: string, exceptId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'SELECT FROM union_org WHERE parent_id = $1 AND name = $2 AND id <> $3 AND dissolved_at IS NULL LIMIT 1',
    [parentId, name, exceptId],
  );
  return rows.length > 0;
}

export async function updateName(tx: Tx, orgId: string, name: string): Promise<void> {
  await tx.query('UPDATE union_org SET name = $2 WHERE id = $1', [orgId, name]);
}

export interface Relocation {
  readonly orgId: string;
  readonly parentId: string;
  readonly fromPath: string;
  readonly toPath: string;
}

/**
 * Puts a union with its whole subtree elsewhere. The park follows; the district follows where it was that of the union above, and
 * stays where a union has one of its own. Nothing of a key changes, so whoever joins a union below does not wait.
 */
export async function relocate(tx: Tx, { orgId, parentId, fromPath, toPath }: Relocation): Promise<void> {
  await tx.query(
    `UPDATE union_org o SET path = $4 || substr(o.path, length($3) + 1), park_code = above.park_code,
       parent_id = CASE WHEN o.id = $1 THEN above.id ELSE o.parent_id END,
       district_code = CASE WHEN o.district_code IS DISTINCT FROM old.district_code THEN o.district_code ELSE above.district_code END
     FROM union_org top JOIN union_org old ON old.id = top.parent_id, union_org above
     WHERE top.id = $1 AND above.id = $2 AND o.path ^@ $3`,
    [orgId, parentId, fromPath, toPath],
  );
}

/** Ends a union; its enterprises have none from now on. */
export async function endOrg(tx: Tx, orgId: string, at: Date): Promise<void> {
  await tx.query('UPDATE enterprise SET union_org_id = NULL WHERE union_org_id = $1', [orgId]);
  await tx.query('UPDATE union_org SET dissolved_at = $2 WHERE id = $1', [orgId, at]);
}
