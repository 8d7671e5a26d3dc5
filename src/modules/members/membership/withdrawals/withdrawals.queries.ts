import type { Db } from '../../../../platform/database/database.js';
import type { WithdrawalState } from './withdrawal.schemas.js';

export interface WithdrawalListRow {
  readonly id: string;
  readonly memberId: string;
  readonly name: string;
  readonly orgName: string;
  readonly state: WithdrawalState;
  readonly reason: string | null;
  readonly answer: string | null;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

const FROM = 'member_withdrawal w JOIN member m ON m.id = w.member_id JOIN union_org o ON o.id = m.org_id';
const ROW = `w.id, w.member_id AS "memberId", m.name, o.name AS "orgName", w.state, w.reason, w.answer, w.requested_at AS "requestedAt",
  w.ended_at AS "endedAt"`;

/** Wishes of members of the subtree, the newest first; `limit + 1` rows. */
export function listWithdrawals(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly id?: string | undefined;
    readonly state?: WithdrawalState | undefined;
    readonly beforeId?: string | undefined;
    readonly limit: number;
  },
): Promise<WithdrawalListRow[]> {
  return db.query(
    `SELECT ${ROW} FROM ${FROM} WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR w.id = $2)
       AND ($3::text IS NULL OR w.state = $3) AND ($4::uuid IS NULL OR w.id < $4) ORDER BY w.id DESC LIMIT $5`,
    [scope, filter.id ?? null, filter.state ?? null, filter.beforeId ?? null, filter.limit + 1],
  );
}

export async function countWaitingWithdrawals(db: Db, scope: readonly string[]): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM ${FROM} WHERE w.state = 'REQUESTED' AND o.path LIKE ANY($1::text[])`,
    [scope],
  );
  return rows[0]?.n ?? 0;
}

/** A member's newest wish, whatever became of it. */
export async function findNewestWithdrawal(db: Db, memberId: string): Promise<WithdrawalListRow | null> {
  const rows: WithdrawalListRow[] = await db.query(
    `SELECT ${ROW} FROM ${FROM} WHERE w.member_id = $1 ORDER BY w.id DESC LIMIT 1`,
    [memberId],
  );
  return rows[0] ?? null;
}
