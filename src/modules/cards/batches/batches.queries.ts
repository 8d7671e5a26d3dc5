import type { Db } from '../../../platform/database/database.js';

export interface BatchViewRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly total: number;
  readonly issued: number;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Bulk issues of the subtree, the newest first; `limit + 1` rows. */
export function listBatches(
  db: Db,
  scope: readonly string[],
  filter: { id: string | null; beforeId: string | null; limit: number },
): Promise<BatchViewRow[]> {
  return db.query(
    `SELECT b.id, b.org_id AS "orgId", o.name AS "orgName", b.state, b.total, b.issued, b.failure,
       b.created_at AS "createdAt", b.finished_at AS "finishedAt"
     FROM card_issue_batch b JOIN union_org o ON o.id = b.org_id
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR b.id = $2) AND ($3::uuid IS NULL OR b.id < $3)
     ORDER BY b.id DESC LIMIT $4`,
    [scope, filter.id, filter.beforeId, filter.limit + 1],
  );
}
