import type { Tx } from '../database/database.js';

/** An event that a listener gave up. */
export interface DeadLetterRow {
  readonly id: string;
  readonly consumer: string;
  readonly event: string;
  readonly eventId: string;
  readonly state: 'DEAD' | 'REPLAYED' | 'DISCARDED';
}

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
