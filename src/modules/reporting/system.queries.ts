import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import type { DeadLettersQuery, DeadLetterView } from './reporting.schemas.js';

/** Queues that ever handled or buried an event. Jumps from one consumer to the next in the index, so millions of handled events cost nothing. */
export async function listConsumers(db: Db): Promise<string[]> {
  const rows: { consumer: string }[] = await db.query(
    `WITH RECURSIVE handled AS (
       (SELECT consumer FROM inbox ORDER BY consumer LIMIT 1)
       UNION ALL
       SELECT (SELECT i.consumer FROM inbox i WHERE i.consumer > handled.consumer ORDER BY i.consumer LIMIT 1) FROM handled
       WHERE handled.consumer IS NOT NULL
     )
     SELECT consumer FROM handled WHERE consumer IS NOT NULL UNION SELECT consumer FROM dead_letter ORDER BY consumer`,
  );
  return rows.map((row) => row.consumer);
}

/** Facts the relay has not sent yet, and the age of the oldest. */
export async function countWaiting(db: Db): Promise<{ waiting: number; oldestAt: Date | null }> {
  const [row]: [{ waiting: number; oldestAt: Date | null }] = await db.query(
    `SELECT count(*)::int AS waiting, min(occurred_at) AS "oldestAt" FROM outbox WHERE status <> 'SENT'`,
  );
  return row;
}

export async function countDeadLetters(db: Db): Promise<number> {
  const [row]: [{ n: number }] = await db.query(`SELECT count(*)::int AS n FROM dead_letter WHERE state = 'DEAD'`);
  return row.n;
}

interface DeadLetterRow extends Omit<DeadLetterView, 'diedAt' | 'closed'> {
  readonly diedAt: Date;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
}

/** Dead letters in a state, newest first, with who closed them: the audit trail knows. */
export async function listDeadLetters(
  db: Db,
  { state, limit, cursor }: DeadLettersQuery,
): Promise<Page<DeadLetterView>> {
  const rows: DeadLetterRow[] = await db.query(
    `SELECT d.id, d.consumer, d.event, d.event_id AS "eventId", d.reason, d.state, d.died_at AS "diedAt",
       coalesce(l.display_name, a.actor_id) AS "closedBy", a.at AS "closedAt"
     FROM dead_letter d
     LEFT JOIN LATERAL (
       SELECT actor_id, at FROM audit_entry
       WHERE subject_kind = 'dead-letter' AND subject_id = d.id::text AND d.state <> 'DEAD' ORDER BY id DESC LIMIT 1) a ON true
     LEFT JOIN login l ON l.id::text = a.actor_id
     WHERE d.state = $1 AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3`,
    [state, cursor ?? null, limit + 1],
  );
  return pageOf(rows.map(viewOf), limit, (row) => row.id);
}

function viewOf({ diedAt, closedBy, closedAt, ...row }: DeadLetterRow): DeadLetterView {
  const closed = closedBy === null || closedAt === null ? null : { by: closedBy, at: toWireTime(closedAt) };
  return { ...row, diedAt: toWireTime(diedAt), closed };
}
