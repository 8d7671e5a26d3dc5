import type { Db } from '../../../platform/database/database.js';
import type { TakeoverView } from './takeover.schemas.js';

export interface TakeoverViewRow extends Omit<TakeoverView, 'createdAt' | 'finishedAt'> {
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Files of old cards of the subtree, the newest first; `limit + 1` rows. */
export function listTakeovers(
  db: Db,
  scope: readonly string[],
  filter: { readonly id: string | null; readonly beforeId: string | null; readonly limit: number },
): Promise<TakeoverViewRow[]> {
  return db.query(
    `SELECT t.id, t.org_id AS "orgId", o.name AS "orgName", t.file_name AS "fileName", t.state, t.failure, t.total_rows AS "totalRows",
       t.done_rows AS "doneRows", t.new_rows AS "newRows", t.linked_rows AS "linkedRows", t.known_rows AS "knownRows",
       t.refused_rows AS "refusedRows", t.created_at AS "createdAt", t.finished_at AS "finishedAt"
     FROM card_takeover t JOIN union_org o ON o.id = t.org_id
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR t.id = $2) AND ($3::uuid IS NULL OR t.id < $3)
     ORDER BY t.id DESC LIMIT $4`,
    [scope, filter.id, filter.beforeId, filter.limit + 1],
  );
}

/** Errors of a file in the order of its rows, a part at a time. */
export function listTakeoverErrors(
  db: Db,
  id: string,
  after: { readonly rowNo: number; readonly field: string; readonly reason: string },
  limit: number,
): Promise<{ rowNo: number; field: string; reason: string; maskedValue: string }[]> {
  return db.query(
    `SELECT row_no AS "rowNo", field, reason, masked_value AS "maskedValue" FROM card_takeover_error
     WHERE takeover_id = $1 AND (row_no, field, reason) > ($2, $3, $4) ORDER BY row_no, field, reason LIMIT $5`,
    [id, after.rowNo, after.field, after.reason, limit],
  );
}
