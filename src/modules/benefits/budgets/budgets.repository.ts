import type { Db, Tx } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { LineState } from './budget-tree.rules.js';

const LINE = `l.id, l.parent_id AS "parentId", l.org_id AS "orgId", o.path AS "orgPath", l.name, l.budget_year AS year, l.state, l.version,
  l.total_fen AS "totalFen", l.handed_fen AS "handedFen", l.carried_to_id AS "carriedToId"`;

/** One line with the place of its organisation. */
export async function findLine(db: Db, id: string): Promise<LineState | null> {
  const rows: LineState[] = await db.query(
    `SELECT ${LINE} FROM budget_line l JOIN union_org o ON o.id = l.org_id WHERE l.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Lines by their ids with everything above them, and the lines those were carried over to. */
export async function loadTree(db: Db, ids: readonly string[]): Promise<Map<string, LineState>> {
  const rows: LineState[] = await db.query(
    `WITH RECURSIVE up AS (
       SELECT id, parent_id, carried_to_id FROM budget_line WHERE id = ANY($1)
       UNION
       SELECT p.id, p.parent_id, p.carried_to_id FROM up JOIN budget_line p ON p.id IN (up.parent_id, up.carried_to_id)
     )
     SELECT ${LINE} FROM up JOIN budget_line l ON l.id = up.id JOIN union_org o ON o.id = l.org_id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Path of an organisation inside the scope, or null. */
export async function findOrgPath(db: Db, orgId: string, scope: readonly string[]): Promise<string | null> {
  const rows: { path: string }[] = await db.query(
    'SELECT path FROM union_org WHERE id = $1 AND path LIKE ANY($2) AND dissolved_at IS NULL',
    [orgId, scopeLike(scope)],
  );
  return rows[0]?.path ?? null;
}

/** Writes new lines; their ids are unique by the table's key. */
export async function insertLines(
  tx: Tx,
  lines: readonly Omit<LineState, 'orgPath'>[],
  createdAt: Date,
): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `INSERT INTO budget_line (id, org_id, parent_id, name, budget_year, state, version, total_fen, handed_fen, carried_to_id, created_at)
     SELECT id, "orgId", "parentId", name, year, state, version, "totalFen", "handedFen", "carriedToId", $2
     FROM json_to_recordset($1::json) AS r (id text, "orgId" text, "parentId" text, name text, year smallint, state text, version int,
       "totalFen" bigint, "handedFen" bigint, "carriedToId" text)`,
    [JSON.stringify(lines), createdAt],
  );
}

export interface LineUpdate {
  readonly seenVersion: number;
  readonly line: LineState;
}

/**
 * Compare and swap: writes the lines as they stand now if each still is as it was seen, else nothing and false. Locks them in the
 * order of their ids, so that two writers never wait for each other in a ring.
 */
export async function swapLines(tx: Tx, updates: readonly LineUpdate[]): Promise<boolean> {
  if (updates.length === 0) return true;
  const rows = JSON.stringify(updates.map(({ seenVersion, line }) => ({ ...line, seenVersion })));
  const held: unknown[] = await tx.query(
    `SELECT l.id FROM budget_line l JOIN json_to_recordset($1::json) AS r (id text, "seenVersion" int) ON r.id = l.id
     WHERE l.version = r."seenVersion" ORDER BY l.id COLLATE "C" FOR UPDATE OF l`,
    [rows],
  );
  if (held.length < updates.length) return false;
  await tx.query(
    `UPDATE budget_line l SET total_fen = r."totalFen", handed_fen = r."handedFen", state = r.state, version = r.version,
       carried_to_id = r."carriedToId"
     FROM json_to_recordset($1::json)
       AS r (id text, "totalFen" bigint, "handedFen" bigint, state text, version int, "carriedToId" text)
     WHERE l.id = r.id`,
    [rows],
  );
  return true;
}

/** Hands money of a line on, or takes it back (negative); false when the line has not that much, or is closed and should give. */
export async function moveHanded(tx: Tx, lineId: string, fen: number): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE budget_line SET handed_fen = handed_fen + $2::bigint, version = version + 1
     WHERE id = $1 AND handed_fen + $2::bigint BETWEEN 0 AND total_fen AND (state = 'OPEN' OR $2::bigint < 0)`,
    [lineId, fen],
  );
  return count === 1;
}
