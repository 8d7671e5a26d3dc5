import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';

export interface ConfirmationRow {
  readonly id: string;
  readonly terminalId: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly cardId: string;
  readonly amountFen: number;
  readonly state: 'WAITING' | 'CONFIRMED' | 'DENIED';
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

const COLUMNS = `c.id, c.terminal_id AS "terminalId", c.key, c.body_hash AS "bodyHash", c.card_id AS "cardId", c.amount_fen AS "amountFen", c.state,
  c.asked_at AS "askedAt", c.expires_at AS "expiresAt"`;

export type NewConfirmation = Omit<ConfirmationRow, 'state'> & { readonly storeId: string; readonly memberId: string };

/** What tills asked phones to confirm. An attempt asks once, so what was confirmed is good for that one attempt. */
@Injectable()
export class ConfirmationRepository {
  /** The question of an attempt, asked now or before; `fresh` says which. */
  async ask(tx: Tx, asked: NewConfirmation): Promise<{ row: ConfirmationRow; fresh: boolean }> {
    const made: unknown[] = await tx.query(
      `INSERT INTO till_confirmation (id, terminal_id, key, body_hash, store_id, card_id, member_id, amount_fen, state, asked_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'WAITING', $9, $10) ON CONFLICT (terminal_id, key) DO NOTHING RETURNING id`,
      [
        asked.id,
        asked.terminalId,
        asked.key,
        asked.bodyHash,
        asked.storeId,
        asked.cardId,
        asked.memberId,
        asked.amountFen,
        asked.askedAt,
        asked.expiresAt,
      ],
    );
    const rows: ConfirmationRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM till_confirmation c WHERE c.terminal_id = $1 AND c.key = $2`,
      [asked.terminalId, asked.key],
    );
    if (!rows[0]) throw new Error('a question that was asked is gone');
    return { row: rows[0], fresh: made.length > 0 };
  }

  /** What tills wait for from this person, newest first. */
  async listWaiting(db: Db, memberId: string, now: Date): Promise<(ConfirmationRow & { storeName: string })[]> {
    return db.query(
      `SELECT ${COLUMNS}, s.name AS "storeName" FROM till_confirmation c JOIN store s ON s.id = c.store_id
       WHERE c.member_id = $1 AND c.expires_at > $2 AND c.state = 'WAITING' ORDER BY c.asked_at DESC LIMIT 5`,
      [memberId, now],
    );
  }

  /** A question to this person, locked, with the key of the phone that counts. */
  async lock(
    tx: Tx,
    memberId: string,
    id: string,
  ): Promise<(ConfirmationRow & { readonly devicePublicKey: Buffer | null }) | null> {
    const rows: (ConfirmationRow & { readonly devicePublicKey: Buffer | null })[] = await tx.query(
      `SELECT ${COLUMNS}, (SELECT d.public_key FROM card_device d WHERE d.card_id = c.card_id AND d.replaced_at IS NULL) AS "devicePublicKey"
       FROM till_confirmation c WHERE c.id = $1 AND c.member_id = $2 FOR UPDATE OF c`,
      [id, memberId],
    );
    return rows[0] ?? null;
  }

  async answer(tx: Tx, id: string, state: 'CONFIRMED' | 'DENIED', now: Date): Promise<void> {
    await tx.query('UPDATE till_confirmation SET state = $2, answered_at = $3 WHERE id = $1', [id, state, now]);
  }

  /** Forgets what is long over; the attempts themselves keep their answers. */
  async clean(tx: Tx, before: Date): Promise<void> {
    await tx.query('DELETE FROM till_confirmation WHERE expires_at < $1', [before]);
  }
}
