import type { Db } from '../../platform/database/database.js';
import { scopeLike } from '../../shared/org-path.js';
import { type Page, pageOf } from '../../shared/page.js';
import type { Enterprise, EnterpriseListQuery, Org, OrgListQuery } from './organizations.schemas.js';

export interface OrgWithPath extends Org {
  readonly path: string;
}

const likePrefix = (text: string | undefined): string | null => (text === undefined ? null : `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`);

/** Unions of a subtree by path, so that children follow their parent. */
export async function listOrgs(db: Db, scope: readonly string[], query: OrgListQuery): Promise<Page<Org>> {
  const rows: OrgWithPath[] = await db.query(
    `SELECT id, parent_id AS "parentId", level, name, park_code AS "parkCode", path FROM union_org
     WHERE path LIKE ANY($1) AND ($2::text IS NULL OR parent_id = $2) AND ($3::text IS NULL OR name LIKE $3) AND ($4::text IS NULL OR path > $4)
     ORDER BY path LIMIT $5`,
    [scopeLike(scope), query.parentId ?? null, likePrefix(query.q), query.cursor ?? null, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => row.path);
  return { items: page.items.map(({ id, parentId, level, name, parkCode }) => ({ id, parentId, level, name, parkCode })), nextCursor: page.nextCursor };
}

/** One union, or null when it is not in the scope. */
export async function findOrg(db: Db, scope: readonly string[], id: string): Promise<OrgWithPath | null> {
  const rows: OrgWithPath[] = await db.query(
    `SELECT id, parent_id AS "parentId", level, name, park_code AS "parkCode", path FROM union_org WHERE id = $2 AND path LIKE ANY($1)`,
    [scopeLike(scope), id],
  );
  return rows[0] ?? null;
}

/** Enterprises whose union, or whose park's union where they have none, is in the scope. */
export async function listEnterprises(db: Db, scope: readonly string[], query: EnterpriseListQuery): Promise<Page<Enterprise>> {
  const rows: Enterprise[] = await db.query(
    `SELECT e.id, e.credit_code AS "creditCode", e.name, e.park_code AS "parkCode", e.union_org_id AS "unionOrgId", u.name AS "unionName",
            e.industry, e.condition, e.workers, e.surveyed_on::text AS "surveyedOn"
     FROM enterprise e JOIN park p ON p.code = e.park_code LEFT JOIN union_org u ON u.id = e.union_org_id
     JOIN union_org s ON s.id = coalesce(e.union_org_id, p.org_id)
     WHERE s.path LIKE ANY($1) AND ($2::text IS NULL OR e.park_code = $2) AND ($3::text IS NULL OR e.name LIKE $3 OR e.credit_code = $4)
       AND ($5::text IS NULL OR e.credit_code > $5)
     ORDER BY e.credit_code LIMIT $6`,
    [scopeLike(scope), query.parkCode ?? null, likePrefix(query.q), query.q ?? null, query.cursor ?? null, query.limit + 1],
  );
  return pageOf(rows, query.limit, (row) => row.creditCode);
}
