import type { Tx } from '../../../../platform/database/database.js';
import type { WithdrawalState } from './withdrawal.schemas.js';

/** A second wish while one waits is an error of the database, translated by the service. */
export async function insertWithdrawal(
  tx: Tx,
  row: { readonly id: string; readonly memberId: string; readonly reason: string; readonly at: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO member_withdrawal (id, member_id, state, reason, requested_at) VALUES ($1, $2, 'REQUESTED', $3, $4)`,
    [row.id, row.memberId, row.reason, row.at],
  );
}

export interface LockedWithdrawal {
  readonly id: string;
  readonly memberId: string;
  readonly state: WithdrawalState;
  readonly reason: string | null;
}

/** Locks the wish of a member of the subtree, after the member themselves as every step of a standing does. */
export async function lockWithdrawal(tx: Tx, id: string, scope: readonly string[]): Promise<LockedWithdrawal | null> {
  await tx.query(
    'SELECT FROM member WHERE id = (SELECT member_id FROM member_withdrawal WHERE id = $1) FOR NO KEY UPDATE',
    [id],
  );
  const rows: LockedWithdrawal[] = await tx.query(
    `SELECT w.id, w.member_id AS "memberId", w.state, w.reason FROM member_withdrawal w JOIN member m ON m.id = w.member_id
     JOIN union_org o ON o.id = m.org_id WHERE w.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF w`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export interface WithdrawalEnd {
  readonly state: Exclude<WithdrawalState, 'REQUESTED'>;
  readonly decidedBy: string | null;
  readonly answer: string | null;
  readonly at: Date;
}

/** Ends what waits of a locked member; false when nothing does. */
export async function endOpenWithdrawal(
  tx: Tx,
  memberId: string,
  { state, decidedBy, answer, at }: WithdrawalEnd,
): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member_withdrawal SET state = $2, decided_by = $3, answer = $4, ended_at = $5 WHERE member_id = $1 AND state = 'REQUESTED'`,
    [memberId, state, decidedBy, answer, at],
  );
  return count > 0;
}

/** What waits of an erased person ends, and what was written goes. */
export async function emptyWithdrawals(tx: Tx, memberId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE member_withdrawal SET reason = NULL, answer = NULL, ended_at = coalesce(ended_at, $2),
       state = CASE WHEN state = 'REQUESTED' THEN 'CANCELLED' ELSE state END WHERE member_id = $1`,
    [memberId, at],
  );
}
