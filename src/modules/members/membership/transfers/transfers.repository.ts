import type { Db, Tx } from '../../../../platform/database/database.js';
import type { Side } from './transfer.rules.js';
import type { TransferState } from './transfer.schemas.js';

export interface TransferRow {
  readonly id: string;
  readonly memberId: string;
  readonly fromOrgId: string;
  readonly fromPath: string;
  readonly toOrgId: string;
  readonly toPath: string;
  readonly enterpriseId: string | null;
  readonly state: TransferState;
  readonly requestedSide: Side | 'WORKER';
  readonly reason: string | null;
  readonly fromConfirmed: boolean;
  readonly toConfirmed: boolean;
  readonly expiresAt: Date;
}

const SELECT = `SELECT t.id, t.member_id AS "memberId", t.from_org_id AS "fromOrgId", f.path AS "fromPath", t.to_org_id AS "toOrgId",
    o.path AS "toPath", t.enterprise_id AS "enterpriseId", t.state, t.requested_side AS "requestedSide", t.reason,
    t.from_confirmed_by IS NOT NULL AS "fromConfirmed", t.to_confirmed_by IS NOT NULL AS "toConfirmed", t.expires_at AS "expiresAt"
  FROM member_transfer t JOIN union_org f ON f.id = t.from_org_id JOIN union_org o ON o.id = t.to_org_id`;

/** Whose transfer it is: the member's row is locked before the transfer's, in every write. */
export async function findMemberOf(db: Db, transferId: string): Promise<string | null> {
  const rows: { memberId: string }[] = await db.query(
    'SELECT member_id AS "memberId" FROM member_transfer WHERE id = $1',
    [transferId],
  );
  return rows[0]?.memberId ?? null;
}

export async function lockTransfer(tx: Tx, transferId: string): Promise<TransferRow | null> {
  const rows: TransferRow[] = await tx.query(`${SELECT} WHERE t.id = $1 FOR UPDATE OF t`, [transferId]);
  return rows[0] ?? null;
}

/** The transfer of a member that waits; the member must be locked. */
export async function lockOpenTransfer(tx: Tx, memberId: string): Promise<TransferRow | null> {
  const rows: TransferRow[] = await tx.query(
    `${SELECT} WHERE t.member_id = $1 AND t.state = 'REQUESTED' FOR UPDATE OF t`,
    [memberId],
  );
  return rows[0] ?? null;
}

export interface NewTransferRow {
  readonly id: string;
  readonly memberId: string;
  readonly fromOrgId: string;
  readonly toOrgId: string;
  readonly enterpriseId: string | null;
  readonly requestedSide: Side | 'WORKER';
  readonly requestedBy: string;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertTransfer(tx: Tx, row: NewTransferRow): Promise<void> {
  await tx.query(
    `INSERT INTO member_transfer (id, member_id, from_org_id, to_org_id, enterprise_id, state, requested_side, requested_by, reason, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 'REQUESTED', $6, $7, $8, $9, $10)`,
    [
      row.id,
      row.memberId,
      row.fromOrgId,
      row.toOrgId,
      row.enterpriseId,
      row.requestedSide,
      row.requestedBy,
      row.reason,
      row.createdAt,
      row.expiresAt,
    ],
  );
}

/** Notes that these sides agreed; the transfer must be locked. */
export async function updateConfirmed(
  tx: Tx,
  id: string,
  sides: readonly Side[],
  loginId: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE member_transfer SET
       from_confirmed_by = CASE WHEN 'FROM' = ANY($2::text[]) THEN $3 ELSE from_confirmed_by END,
       from_confirmed_at = CASE WHEN 'FROM' = ANY($2::text[]) THEN $4 ELSE from_confirmed_at END,
       to_confirmed_by = CASE WHEN 'TO' = ANY($2::text[]) THEN $3 ELSE to_confirmed_by END,
       to_confirmed_at = CASE WHEN 'TO' = ANY($2::text[]) THEN $4 ELSE to_confirmed_at END
     WHERE id = $1`,
    [id, sides, loginId, at],
  );
}

export interface TransferEnd {
  readonly state: Exclude<TransferState, 'REQUESTED'>;
  readonly reason: string | null;
  readonly at: Date;
}

export async function updateEnded(tx: Tx, id: string, { state, reason, at }: TransferEnd): Promise<void> {
  await tx.query('UPDATE member_transfer SET state = $2, ended_reason = $3, ended_at = $4 WHERE id = $1', [
    id,
    state,
    reason,
    at,
  ]);
}

/** Ends what waits for a locked member, if anything does. */
export async function endOpenTransfer(tx: Tx, memberId: string, { state, reason, at }: TransferEnd): Promise<void> {
  await tx.query(
    `UPDATE member_transfer SET state = $2, ended_reason = $3, ended_at = $4 WHERE member_id = $1 AND state = 'REQUESTED'`,
    [memberId, state, reason, at],
  );
}

/** Ends transfers nobody confirmed in time; who is at work on one just now keeps it. Answers them. */
export async function expireDue(tx: Tx, now: Date, limit: number): Promise<{ id: string; memberId: string }[]> {
  const [rows]: [{ id: string; memberId: string }[], number] = await tx.query(
    `UPDATE member_transfer t SET state = 'EXPIRED', ended_at = $1
     FROM (SELECT id FROM member_transfer WHERE state = 'REQUESTED' AND expires_at <= $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
     WHERE t.id = due.id RETURNING t.id, t.member_id AS "memberId"`,
    [now, limit],
  );
  return rows;
}

/** Marks transfers whose unions have been waited for too long. Answers how many. */
export async function remindDue(tx: Tx, requestedBefore: Date, now: Date): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member_transfer SET reminded_at = $2 WHERE state = 'REQUESTED' AND reminded_at IS NULL AND created_at <= $1`,
    [requestedBefore, now],
  );
  return count;
}
