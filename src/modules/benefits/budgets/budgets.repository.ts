import type { Db, Tx } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { BudgetLineRequest } from './budget.schemas.js';

export interface LineRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
  readonly totalFen: number;
  readonly handedFen: number;
}

/** One line with the place of its organisation. */
export async function findLine(db: Db, id: string): Promise<LineRow | null> {
  const rows: LineRow[] = await db.query(
    `SELECT l.id, l.org_id AS "orgId", o.path AS "orgPath", l.total_fen AS "totalFen", l.handed_fen AS "handedFen"
     FROM budget_line l JOIN union_org o ON o.id = l.org_id WHERE l.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Path of an organisation inside the scope, or null. */
export async function findOrgPath(db: Db, orgId: string, scope: readonly string[]): Promise<string | null> {
  const rows: { path: string }[] = await db.query('SELECT path FROM union_org WHERE id = $1 AND path LIKE ANY($2)', [
    orgId,
    scopeLike(scope),
  ]);
  return rows[0]?.path ?? null;
}

/** Writes a new line; its id is unique by the table's key. */
export async function insertLine(tx: Tx, line: BudgetLineRequest, createdAt: Date): Promise<void> {
  await tx.query(
    'INSERT INTO budget_line (id, org_id, parent_id, name, total_fen, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [line.id, line.orgId, line.parentId ?? null, line.name, line.totalFen, createdAt],
  );
}

/** Hands money of a line on, or takes it back (negative); false when the line has not that much. */
export async function moveHanded(tx: Tx, lineId: string, fen: number): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE budget_line SET handed_fen = handed_fen + $2::bigint
     WHERE id = $1 AND handed_fen + $2::bigint BETWEEN 0 AND total_fen`,
    [lineId, fen],
  );
  return count === 1;
}
