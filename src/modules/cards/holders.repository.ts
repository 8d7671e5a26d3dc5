import type { Tx } from '../../platform/database/database.js';

/** Whether a card was there already at an instant. */
export async function wasMadeBefore(tx: Tx, cardId: string, at: Date): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM card WHERE id = $1 AND created_at <= $2', [cardId, at]);
  return rows.length > 0;
}

/** Retires the phone that was bound before an instant. The card must be locked. */
export async function retireDevices(tx: Tx, cardId: string, boundBefore: Date, now: Date): Promise<void> {
  await tx.query(
    'UPDATE card_device SET replaced_at = $3 WHERE card_id = $1 AND replaced_at IS NULL AND bound_at <= $2',
    [cardId, boundBefore, now],
  );
}

/** Takes what people wrote out of the card histories of those whose data were erased. */
export async function forgetCardWords(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query('SELECT forget_card_words(id) FROM unnest($1::uuid[]) AS m (id)', [memberIds]);
}
