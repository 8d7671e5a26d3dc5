import type { Db } from '../../../platform/database/database.js';
import type { ListMember } from './list.schemas.js';

export interface ListRowView {
  readonly id: string;
  readonly name: string;
  readonly ownerOrgId: string;
  readonly ownerName: string;
  readonly size: number;
  readonly createdAt: Date;
}

const SELECT = `SELECT l.id, l.name, l.owner_org_id AS "ownerOrgId", o.name AS "ownerName", l.size, l.created_at AS "createdAt"
  FROM member_list l JOIN union_org o ON o.id = l.owner_org_id`;

/** Lists owned inside the scope, by id; `limit + 1` rows. `scope` is LIKE patterns. */
export function listLists(
  db: Db,
  scope: readonly string[],
  { afterId, limit }: { readonly afterId: string; readonly limit: number },
): Promise<ListRowView[]> {
  return db.query(`${SELECT} WHERE o.path LIKE ANY($1) AND l.id > $2 ORDER BY l.id LIMIT $3`, [
    scope,
    afterId,
    limit + 1,
  ]);
}

export async function findList(db: Db, scope: readonly string[], id: string): Promise<ListRowView | null> {
  const rows: ListRowView[] = await db.query(`${SELECT} WHERE o.path LIKE ANY($1) AND l.id = $2`, [scope, id]);
  return rows[0] ?? null;
}

/** Who is on a list and still of the officer's unions, by id; `limit + 1` rows. */
export function listListMembers(
  db: Db,
  scope: readonly string[],
  listId: string,
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<ListMember[]> {
  return db.query(
    `SELECT m.id AS "memberId", m.member_no AS "memberNo", m.name, o.name AS "orgName"
     FROM member_list_entry e JOIN member m ON m.id = e.member_id JOIN union_org o ON o.id = m.org_id
     WHERE e.list_id = $2 AND o.path LIKE ANY($1) AND ($3::uuid IS NULL OR e.member_id > $3)
     ORDER BY e.member_id LIMIT $4`,
    [scope, listId, afterId, limit + 1],
  );
}

export interface FoundMember {
  readonly id: string;
  /** Blind indexes of the ID number, in hex. */
  readonly hashes: readonly string[];
}

/** Members below `patterns` among these ids and blind indexes of ID numbers. */
export function findMembersBelow(
  db: Db,
  patterns: readonly string[],
  memberIds: readonly string[],
  hashes: readonly Buffer[],
): Promise<FoundMember[]> {
  return db.query(
    `SELECT m.id, ARRAY[encode(m.id_number_hash, 'hex'), encode(m.id_number_hash_even, 'hex')] AS hashes
     FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE o.path LIKE ANY($1) AND m.erased_at IS NULL
       AND (m.id = ANY($2) OR m.id_number_hash = ANY($3) OR m.id_number_hash_even = ANY($3))`,
    [patterns, memberIds, hashes],
  );
}

/** Whether a union lies inside the scope. */
export async function isOrgWithin(db: Db, orgId: string, scope: readonly string[]): Promise<boolean> {
  const rows: unknown[] = await db.query(
    'SELECT 1 FROM union_org WHERE id = $1 AND path LIKE ANY($2) AND dissolved_at IS NULL',
    [orgId, scope],
  );
  return rows.length > 0;
}
