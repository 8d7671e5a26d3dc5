import type { Tx } from '../../platform/database/database.js';
import type { CampaignHour } from './campaign-hours.rules.js';
import type { DeadLetterView } from './reporting.schemas.js';

/** Adds hours to the statistics, in the order given. */
export async function addHours(tx: Tx, hours: readonly CampaignHour[]): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_day AS d (campaign_id, day_on, hour, uses, reversals, discount_fen, union_fen)
     SELECT "campaignId", "dayOn", hour, uses, reversals, "discountFen", "unionFen"
     FROM jsonb_to_recordset($1::jsonb) AS r (
       "campaignId" text, "dayOn" date, hour smallint, uses bigint, reversals bigint, "discountFen" bigint, "unionFen" bigint)
     ON CONFLICT (campaign_id, day_on, hour) DO UPDATE SET uses = d.uses + excluded.uses, reversals = d.reversals + excluded.reversals,
       discount_fen = d.discount_fen + excluded.discount_fen, union_fen = d.union_fen + excluded.union_fen`,
    [JSON.stringify(hours)],
  );
}

export type DeadLetterRow = Pick<DeadLetterView, 'id' | 'consumer' | 'event' | 'eventId' | 'state'>;

export async function lockDeadLetter(tx: Tx, id: string): Promise<DeadLetterRow | null> {
  const rows: DeadLetterRow[] = await tx.query(
    `SELECT id, consumer, event, event_id AS "eventId", state FROM dead_letter WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

export async function closeDeadLetter(tx: Tx, id: string, state: 'REPLAYED' | 'DISCARDED'): Promise<void> {
  await tx.query('UPDATE dead_letter SET state = $2 WHERE id = $1', [id, state]);
}

/** Puts an event back to waiting; those who handled it before are protected by their inbox. False when it is no longer kept. */
export async function sendAgain(tx: Tx, eventId: string): Promise<boolean> {
  const [, changed]: [unknown, number] = await tx.query(
    `UPDATE outbox SET status = 'WAITING', sent_at = NULL, leased_until = NULL WHERE id = $1`,
    [eventId],
  );
  return changed === 1;
}
