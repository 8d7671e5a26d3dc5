import type { Db } from '../../../../platform/database/database.js';

/** Whole days after which something that waits is told of, each once. */
export const WAITING_DAYS = [7, 14, 21];
/** Days before the last day of a retained standing, and when that day is over. */
export const RETAINED_DAYS = [30, 7, 0];

export interface WaitingOfUnion {
  readonly code: string;
  readonly kind: 'applications' | 'transfers' | 'withdrawals' | 'retained';
  readonly orgId: string;
  readonly orgPath: string;
  readonly name: string;
  readonly days: number;
  readonly people: number;
}

/**
 * Per union, what has waited for it so long: applications, moves its own side has not confirmed, wishes to leave; and whose retained
 * standing comes near its last day or is past it without anybody having taken a step since. The weightier of one kind last.
 */
export function listWaitingOfUnions(db: Db, now: Date, todayOn: string): Promise<WaitingOfUnion[]> {
  return db.query(
    `WITH waiting (kind, org_id, since) AS (
       SELECT 'applications', org_id, created_at FROM membership_application WHERE state = 'PENDING'
       UNION ALL
       SELECT 'transfers', from_org_id, created_at FROM member_transfer WHERE state = 'REQUESTED' AND from_confirmed_by IS NULL
       UNION ALL
       SELECT 'transfers', to_org_id, created_at FROM member_transfer WHERE state = 'REQUESTED' AND to_confirmed_by IS NULL
       UNION ALL
       SELECT 'withdrawals', m.org_id, w.requested_at FROM member_withdrawal w JOIN member m ON m.id = w.member_id WHERE w.state = 'REQUESTED'
     ), due (kind, org_id, days, step) AS (
       SELECT w.kind, w.org_id, t.days, t.days FROM waiting w CROSS JOIN unnest($2::int[]) AS t (days)
       WHERE w.since <= $1::timestamptz - make_interval(days => t.days)
       UNION ALL
       SELECT 'retained', m.org_id, t.days, -t.days FROM member_event e JOIN member m ON m.id = e.member_id CROSS JOIN unnest($4::int[]) AS t (days)
       WHERE e.until_on <= $3::date + t.days AND (t.days > 0 OR e.until_on < $3::date) AND m.membership = 'RETAINED'
         AND NOT EXISTS (SELECT FROM member_event later WHERE later.member_id = e.member_id AND later.id > e.id
           AND later.kind IN ('RETAINED', 'RESUMED', 'TRANSFERRED', 'REJOINED'))
     )
     SELECT CASE kind WHEN 'retained' THEN 'RETAINED_ENDING_' ELSE 'MEMBERSHIP_WAITING_' END || days AS code, kind, o.id AS "orgId",
       o.path AS "orgPath", o.name, days, count(*)::int AS people
     FROM due JOIN union_org o ON o.id = due.org_id GROUP BY kind, o.id, o.path, o.name, days, step ORDER BY o.id, kind, step`,
    [now, WAITING_DAYS, todayOn, RETAINED_DAYS],
  );
}
