import type { Db, Tx } from '../../../platform/database/database.js';

export interface BatchRow {
  readonly id: string;
  readonly orgPath: string;
  readonly state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly total: number;
  readonly issued: number;
  readonly cardsMax: number;
  readonly requestedBy: string;
}

// Active members of the subtree without an open card.
const CANDIDATES = `
  FROM member m JOIN union_org o ON o.id = m.org_id
  WHERE o.path LIKE $1 AND m.membership = 'ACTIVE' AND NOT EXISTS (
    SELECT 1 FROM card c WHERE c.member_id = m.id AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED'))`;

export async function insertBatch(
  tx: Tx,
  batch: { id: string; orgId: string; cardsMax: number; requestedBy: string; createdAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO card_issue_batch (id, org_id, state, cards_max, requested_by, created_at) VALUES ($1, $2, 'WAITING', $3, $4, $5)`,
    [batch.id, batch.orgId, batch.cardsMax, batch.requestedBy, batch.createdAt],
  );
}

/** Locks a bulk issue, so that one run at a time moves it on. */
export async function lockBatch(tx: Tx, batchId: string): Promise<BatchRow | null> {
  const rows: BatchRow[] = await tx.query(
    `SELECT b.id, o.path AS "orgPath", b.state, b.total, b.issued, b.cards_max AS "cardsMax", b.requested_by AS "requestedBy"
     FROM card_issue_batch b JOIN union_org o ON o.id = b.org_id WHERE b.id = $1 FOR UPDATE OF b`,
    [batchId],
  );
  return rows[0] ?? null;
}

export async function startBatch(tx: Tx, batch: BatchRow): Promise<void> {
  await tx.query(
    `UPDATE card_issue_batch SET state = 'RUNNING',
       total = (SELECT count(*) FROM (SELECT 1 ${CANDIDATES} LIMIT $3) AS candidate)
     WHERE id = $2`,
    [`${batch.orgPath}%`, batch.id, batch.cardsMax],
  );
}

export async function listCandidates(db: Db, orgPath: string, afterId: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT m.id ${CANDIDATES} AND m.id > $2::uuid ORDER BY m.id LIMIT $3`,
    [`${orgPath}%`, afterId, limit],
  );
  return rows.map((row) => row.id);
}

export async function addIssued(tx: Tx, batchId: string, issued: number): Promise<void> {
  await tx.query('UPDATE card_issue_batch SET issued = issued + $2 WHERE id = $1', [batchId, issued]);
}

export async function finishBatch(tx: Tx, batchId: string, now: Date): Promise<void> {
  await tx.query(`UPDATE card_issue_batch SET state = 'DONE', finished_at = $2 WHERE id = $1`, [batchId, now]);
}
