import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import type { EnterprisesQuery, EnterpriseView, OrgsQuery, OrgView } from './organizations.schemas.js';

/**
 * Organisations that stand, inside the scope by id: those right under `parentId`, those whose name has `q` or whose id begins with it, or else
 * the tops of the scope.
 * `scope` is LIKE patterns, `tops` the same subtrees as paths.
 */
export async function listOrgs(
  db: Db,
  scope: readonly string[],
  tops: readonly string[],
  { parentId, q, limit, cursor }: OrgsQuery,
): Promise<Page<OrgView>> {
  const rows: OrgView[] = await db.query(
    `SELECT id, parent_id AS "parentId", level, name, park_code AS "parkCode" FROM union_org
     WHERE path LIKE ANY($1) AND id > $2 AND dissolved_at IS NULL
       AND ($3::text IS NULL OR parent_id = $3) AND ($4::text IS NULL OR strpos(name, $4) > 0 OR id ^@ lower($4))
       AND ($3::text IS NOT NULL OR $4::text IS NOT NULL OR path = ANY($5))
     ORDER BY id LIMIT $6`,
    [scope, cursor ?? '', parentId ?? null, q ?? null, tops, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/**
 * Enterprises the scope answers for: those of its unions, and every one of a park whose union lies inside it, with or without a union.
 * `q` is a part of the name or a whole credit code.
 */
export async function listEnterprises(
  db: Db,
  scope: readonly string[],
  { parkCode, q, limit, cursor }: EnterprisesQuery,
): Promise<Page<EnterpriseView>> {
  const rows: EnterpriseView[] = await db.query(
    `SELECT e.id, e.credit_code AS "creditCode", e.name, e.park_code AS "parkCode", e.union_org_id AS "orgId",
       o.name AS "orgName", e.industry, e.condition, e.eligible, e.workers, e.surveyed_on::text AS "surveyedOn"
     FROM enterprise e
     JOIN park p ON p.code = e.park_code
     LEFT JOIN union_org po ON po.id = p.org_id
     LEFT JOIN union_org o ON o.id = e.union_org_id
     WHERE (po.path LIKE ANY($1) OR o.path LIKE ANY($1)) AND ($2::uuid IS NULL OR e.id > $2)
       AND ($3::text IS NULL OR e.park_code = $3)
       AND ($4::text IS NULL OR strpos(e.name, $4) > 0 OR e.credit_code = upper($4))
     ORDER BY e.id LIMIT $5`,
    [scope, cursor ?? null, parkCode ?? null, q ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/** Unions whose own name, or that of an enterprise of theirs, has `q`; only those people belong to. */
export function searchUnionNames(db: Db, q: string, limit: number): Promise<{ id: string; name: string }[]> {
  return db.query(
    `SELECT o.id, o.name FROM union_org o
     WHERE o.level IN ('GRASSROOTS', 'GROUP') AND o.dissolved_at IS NULL AND (strpos(o.name, $1) > 0
       OR EXISTS (SELECT FROM enterprise e WHERE e.union_org_id = o.id AND strpos(e.name, $1) > 0))
     ORDER BY o.name, o.id LIMIT $2`,
    [q, limit],
  );
}
