import type { Db } from '../../../platform/database/database.js';
import { type Page, pageOf } from '../../../shared/page.js';
import type { OrgLevel } from '../organizations.schemas.js';
import { OBSTACLE_NAMES_MAX, type OrgObstacle, type OrgTreeQuery } from './tree.schemas.js';

export interface TreeRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly level: OrgLevel;
  readonly name: string;
  readonly path: string;
  readonly parkCode: string | null;
  readonly parkName: string | null;
  readonly children: number;
  readonly dissolvedAt: Date | null;
}

const SELECT = `SELECT o.id, o.parent_id AS "parentId", above.name AS "parentName", o.level, o.name, o.path, o.park_code AS "parkCode",
    p.name AS "parkName", o.dissolved_at AS "dissolvedAt",
    (SELECT count(*) FROM union_org child WHERE child.parent_id = o.id AND child.dissolved_at IS NULL)::int AS children
  FROM union_org o LEFT JOIN park p ON p.code = o.park_code LEFT JOIN union_org above ON above.id = o.parent_id`;

/**
 * Unions that stand, inside the scope by id: those right under `parentId`, those whose name has `q` or whose id begins with it, or else the tops of the scope;
 * or all that are dissolved. `scope` is LIKE patterns, `tops` the same subtrees as paths.
 */
export async function listTree(
  db: Db,
  scope: readonly string[],
  tops: readonly string[],
  { parentId, q, dissolved, limit, cursor }: OrgTreeQuery,
): Promise<Page<TreeRow>> {
  const rows: TreeRow[] = await db.query(
    `${SELECT} WHERE o.path LIKE ANY($1) AND o.id > $2 AND (o.dissolved_at IS NOT NULL) = $3
       AND ($4::text IS NULL OR o.parent_id = $4) AND ($5::text IS NULL OR strpos(o.name, $5) > 0 OR o.id ^@ lower($5))
       AND ($3 OR $4::text IS NOT NULL OR $5::text IS NOT NULL OR o.path = ANY($6))
     ORDER BY o.id LIMIT $7`,
    [scope, cursor ?? '', dissolved === 'true', parentId ?? null, q ?? null, tops, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/** One union of the scope, dissolved or not. */
export async function findTreeRow(db: Db, scope: readonly string[], id: string): Promise<TreeRow | null> {
  const rows: TreeRow[] = await db.query(`${SELECT} WHERE o.id = $2 AND o.path LIKE ANY($1)`, [scope, id]);
  return rows[0] ?? null;
}

/** How many unions stand below, and how many enterprises belong to them and to the union itself. */
export async function countBelow(db: Db, path: string): Promise<{ unions: number; enterprises: number }> {
  const [row]: [{ unions: number; enterprises: number }] = await db.query(
    `SELECT count(*) FILTER (WHERE path <> $1 AND dissolved_at IS NULL)::int AS unions,
       (SELECT count(*) FROM enterprise e JOIN union_org u ON u.id = e.union_org_id WHERE u.path ^@ $1)::int AS enterprises
     FROM union_org WHERE path ^@ $1`,
    [path],
  );
  return row;
}

/** Unions right below that stand. */
export async function findChildren(db: Db, orgId: string): Promise<OrgObstacle> {
  const [row]: [{ count: number; names: string[] }] = await db.query(
    `SELECT count(*)::int AS count, coalesce((array_agg(name ORDER BY name))[1:${OBSTACLE_NAMES_MAX}], '{}') AS names
     FROM union_org WHERE parent_id = $1 AND dissolved_at IS NULL`,
    [orgId],
  );
  return { kind: 'UNIONS', ...row };
}
