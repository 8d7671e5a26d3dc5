import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../platform/database/database.js';
import { Refusal } from '../../shared/errors.js';
import { redemptionErrors } from './redemption.errors.js';
import type { StoredOutcome } from './stored-outcome.js';

export interface KnownKey {
  readonly outcome: StoredOutcome;
  readonly redemptionId: string | null;
}

interface Row {
  body_hash: Buffer | null;
  outcome: StoredOutcome | null;
  redemption_id: string | null;
}

/** Idempotency keys: unique per terminal for ever, written in the transaction of their effect. */
@Injectable()
export class KeysRepository {
  /**
   * Takes a key for this request; null means it is ours. A concurrent twin waits here on the unique index until the first commits,
   * and reads its outcome in a statement of its own, since one statement cannot see the twin's row.
   * @throws Refusal KEY_REUSED when the key was used for another request
   */
  async claim(tx: Tx, terminalId: string, key: string, bodyHash: Buffer, now: Date): Promise<KnownKey | null> {
    const inserted: unknown[] = await tx.query(
      `INSERT INTO idempotency_key (terminal_id, key, body_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key`,
      [terminalId, key, bodyHash, now],
    );
    if (inserted.length > 0) return null;
    return this.find(tx, terminalId, key, bodyHash);
  }

  /** What a key was answered; null when it never arrived. */
  async find(db: Db, terminalId: string, key: string, bodyHash: Buffer | null): Promise<KnownKey | null> {
    const rows: Row[] = await db.query(
      'SELECT body_hash, outcome, redemption_id FROM idempotency_key WHERE terminal_id = $1 AND key = $2',
      [terminalId, key],
    );
    const row = rows[0];
    if (row === undefined || row.outcome === null) return null;
    if (bodyHash !== null && row.body_hash !== null && !row.body_hash.equals(bodyHash))
      throw new Refusal(redemptionErrors.KEY_REUSED);
    return { outcome: row.outcome, redemptionId: row.redemption_id };
  }

  /** Lets go of a key that was claimed in this transaction and settles elsewhere. */
  async release(tx: Tx, terminalId: string, key: string): Promise<void> {
    await tx.query('DELETE FROM idempotency_key WHERE terminal_id = $1 AND key = $2 AND outcome IS NULL', [
      terminalId,
      key,
    ]);
  }

  /** Keeps the answer of a key that was claimed in this transaction. */
  async settle(
    tx: Tx,
    terminalId: string,
    key: string,
    outcome: StoredOutcome,
    redemptionId: string | null,
  ): Promise<void> {
    await tx.query('UPDATE idempotency_key SET outcome = $3, redemption_id = $4 WHERE terminal_id = $1 AND key = $2', [
      terminalId,
      key,
      JSON.stringify(outcome),
      redemptionId,
    ]);
  }

  /** Marks a key as reversed before its request arrived; false when the request was here first. */
  async bury(tx: Tx, terminalId: string, key: string, now: Date): Promise<boolean> {
    const tombstone: StoredOutcome = { kind: 'TOMBSTONE' };
    const inserted: unknown[] = await tx.query(
      `INSERT INTO idempotency_key (terminal_id, key, body_hash, outcome, created_at) VALUES ($1, $2, NULL, $3, $4) ON CONFLICT DO NOTHING RETURNING key`,
      [terminalId, key, JSON.stringify(tombstone), now],
    );
    return inserted.length > 0;
  }
}
