import type { Tx } from '../../../platform/database/database.js';

export interface DelayRow {
  readonly failures: number;
  readonly blockedUntil: Date;
  readonly updatedAt: Date;
}

/** The row of a key, locked; made when there is none, so that two first attempts wait for each other too. */
export async function lockDelay(tx: Tx, keyHash: Buffer, now: Date): Promise<DelayRow> {
  const rows: DelayRow[] = await tx.query(
    `INSERT INTO sign_in_delay AS d (key_hash, failures, blocked_until, updated_at) VALUES ($1, 0, $2, $2)
     ON CONFLICT (key_hash) DO UPDATE SET failures = d.failures
     RETURNING failures, blocked_until AS "blockedUntil", updated_at AS "updatedAt"`,
    [keyHash, now],
  );
  const [row] = rows;
  if (!row) throw new Error('an upsert answered with no row');
  return row;
}

export async function setDelay(tx: Tx, keyHash: Buffer, row: DelayRow): Promise<void> {
  await tx.query('UPDATE sign_in_delay SET failures = $2, blocked_until = $3, updated_at = $4 WHERE key_hash = $1', [
    keyHash,
    row.failures,
    row.blockedUntil,
    row.updatedAt,
  ]);
}

export async function deleteDelay(tx: Tx, keyHash: Buffer): Promise<void> {
  await tx.query('DELETE FROM sign_in_delay WHERE key_hash = $1', [keyHash]);
}

export async function deleteOldDelays(tx: Tx, before: Date): Promise<void> {
  await tx.query('DELETE FROM sign_in_delay WHERE updated_at < $1', [before]);
}
