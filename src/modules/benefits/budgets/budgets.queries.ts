import type { Db } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import { type Page, pageOf, type PageQuery } from '../../../shared/page.js';
import type { BudgetLine } from './budget.schemas.js';

const LINE = `l.id, l.org_id AS "orgId", o.name AS "orgName", l.parent_id AS "parentId", l.name,
  l.total_fen AS "totalFen", l.handed_fen AS "handedFen", l.total_fen - l.handed_fen AS "freeFen"`;

/** Lines of the officer's subtree, by id. */
export async function listLines(
  db: Db,
  scope: readonly string[],
  { limit, cursor }: PageQuery,
): Promise<Page<BudgetLine>> {
  const rows: BudgetLine[] = await db.query(
    `SELECT ${LINE} FROM budget_line l JOIN union_org o ON o.id = l.org_id
     WHERE o.path LIKE ANY($1) AND ($2::text IS NULL OR l.id > $2) ORDER BY l.id LIMIT $3`,
    [scopeLike(scope), cursor ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/** One line of the officer's subtree, or null. */
export async function findLineView(db: Db, scope: readonly string[], id: string): Promise<BudgetLine | null> {
  const rows: BudgetLine[] = await db.query(
    `SELECT ${LINE} FROM budget_line l JOIN union_org o ON o.id = l.org_id WHERE l.id = $1 AND o.path LIKE ANY($2)`,
    [id, scopeLike(scope)],
  );
  return rows[0] ?? null;
}
