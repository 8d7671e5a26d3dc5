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

const DEAD_LETTER = `id, consumer, event, event_id AS "eventId", reason, state, died_at AS "diedAt"`;

/** Dead letters in a state, newest first. */
export async function listDeadLetters(
  db: Db,
  { state, limit, cursor }: DeadLettersQuery,
): Promise<Page<DeadLetterView>> {
  const rows: (Omit<DeadLetterView, 'diedAt'> & { diedAt: Date })[] = await db.query(
    `SELECT ${DEAD_LETTER} FROM dead_letter WHERE state = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [state, cursor ?? null, limit + 1],
  );
  return pageOf(
    rows.map((row) => ({ ...row, diedAt: toWireTime(row.diedAt) })),
    limit,
    (row) => row.id,
  );
}
