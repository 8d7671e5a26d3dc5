import type { Db, Tx } from '../../../../platform/database/database.js';

export interface NewErasureRow {
  readonly id: string;
  readonly memberId: string;
  readonly orgId: string;
  readonly origin: 'WORKER' | 'OFFICER';
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly dueAt: Date | null;
}

export async function insertErasure(tx: Tx, row: NewErasureRow): Promise<void> {
  await tx.query(
    `INSERT INTO member_erasure (id, member_id, org_id, origin, state, reason, requested_by, requested_at, due_at)
     VALUES ($1, $2, $3, $4, 'REQUESTED', $5, $6, $7, $8)`,
    [row.id, row.memberId, row.orgId, row.origin, row.reason, row.requestedBy, row.requestedAt, row.dueAt],
  );
}

export interface OpenErasure {
  readonly id: string;
  readonly memberId: string;
  readonly origin: 'WORKER' | 'OFFICER';
  readonly state: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly dueAt: Date | null;
}

const OPEN = `e.id, e.member_id AS "memberId", e.origin, e.state, e.requested_by AS "requestedBy", e.requested_at AS "requestedAt", e.due_at AS "dueAt"`;

export async function findOpen(db: Db, memberId: string): Promise<OpenErasure | null> {
  const rows: OpenErasure[] = await db.query(
    `SELECT ${OPEN} FROM member_erasure e WHERE e.member_id = $1 AND e.state = 'REQUESTED'`,
    [memberId],
  );
  return rows[0] ?? null;
}

export async function lockOpenOf(tx: Tx, memberId: string): Promise<OpenErasure | null> {
  const rows: OpenErasure[] = await tx.query(
    `SELECT ${OPEN} FROM member_erasure e WHERE e.member_id = $1 AND e.state = 'REQUESTED' FOR UPDATE`,
    [memberId],
  );
  return rows[0] ?? null;
}

export async function lockErasure(tx: Tx, id: string, scope: readonly string[]): Promise<OpenErasure | null> {
  const rows: OpenErasure[] = await tx.query(
    `SELECT ${OPEN} FROM member_erasure e JOIN union_org o ON o.id = e.org_id
     WHERE e.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF e`,
    [id, scope],
  );
  return rows[0] ?? null;
}

/** One worker's request whose waiting time is over, locked; another process takes another one. */
export async function lockDue(tx: Tx, now: Date): Promise<OpenErasure | null> {
  const rows: OpenErasure[] = await tx.query(
    `SELECT ${OPEN} FROM member_erasure e WHERE e.state = 'REQUESTED' AND e.due_at <= $1 ORDER BY e.due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [now],
  );
  return rows[0] ?? null;
}

/** Ends a request. What was written as its reason may speak of the person, so it goes when they do. */
export async function endErasure(
  tx: Tx,
  id: string,
  state: 'CANCELLED' | 'REFUSED' | 'DONE',
  by: string | null,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE member_erasure SET state = $2, decided_by = $3, ended_at = $4, reason = CASE WHEN $2 = 'DONE' THEN NULL ELSE reason END WHERE id = $1`,
    [id, state, by, at],
  );
}
