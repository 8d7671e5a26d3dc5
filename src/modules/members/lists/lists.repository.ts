import type { Tx } from '../../../platform/database/database.js';
import type { NewListRequest } from './list.schemas.js';

export async function insertList(tx: Tx, list: NewListRequest, createdBy: string, now: Date): Promise<void> {
  await tx.query(
    'INSERT INTO member_list (id, name, owner_org_id, created_by, created_at) VALUES ($1, $2, $3, $4, $5)',
    [list.id, list.name, list.ownerOrgId, createdBy, now],
  );
}

/** Locks a list of the officer's subtree, so that its size moves with its entries; answers whose list it is. */
export async function lockList(tx: Tx, id: string, scope: readonly string[]): Promise<{ ownerPath: string } | null> {
  const rows: { path: string }[] = await tx.query(
    `SELECT o.path FROM member_list l JOIN union_org o ON o.id = l.owner_org_id
     WHERE l.id = $1 AND o.path LIKE ANY($2) FOR UPDATE OF l`,
    [id, scope],
  );
  return rows[0] ? { ownerPath: rows[0].path } : null;
}

/** Adds members; who is on the list already stays. Answers how many are new. */
export async function insertEntries(
  tx: Tx,
  listId: string,
  memberIds: readonly string[],
  addedBy: string,
  now: Date,
): Promise<number> {
  const added: unknown[] = await tx.query(
    `INSERT INTO member_list_entry (list_id, member_id, added_by, added_at)
     SELECT $1, id, $3, $4 FROM unnest($2::uuid[]) AS r (id) ORDER BY id ON CONFLICT DO NOTHING RETURNING 1`,
    [listId, memberIds, addedBy, now],
  );
  return added.length;
}

/** Takes members off a list; answers how many were on it. */
export async function deleteEntries(tx: Tx, listId: string, memberIds: readonly string[]): Promise<number> {
  const [, removed]: [unknown[], number] = await tx.query(
    'DELETE FROM member_list_entry WHERE list_id = $1 AND member_id = ANY($2)',
    [listId, memberIds],
  );
  return removed;
}

/** Moves the size; the table says how large a list may be. */
export async function moveSize(tx: Tx, listId: string, change: number): Promise<number> {
  const [rows]: [{ size: number }[], number] = await tx.query(
    'UPDATE member_list SET size = size + $2 WHERE id = $1 RETURNING size',
    [listId, change],
  );
  return rows[0]?.size ?? 0;
}
