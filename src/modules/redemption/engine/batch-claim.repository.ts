import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { TillCommand } from './batch-facts.js';
import type { Movable } from './batch-load.repository.js';

/** Takes what a decision under lock will write, in the order of all writes: key, code use, card, holdings, counters, campaigns. */
@Injectable()
export class BatchClaimRepository {
  /** False when the key is known; a twin in flight is waited for. */
  async claimKey(connection: PoolClient, { terminal, key, bodyHash }: TillCommand, now: Date): Promise<boolean> {
    const { rowCount } = await connection.query(
      'INSERT INTO idempotency_key (terminal_id, key, body_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [terminal.terminalId, key, bodyHash, now],
    );
    return rowCount === 1;
  }

  /** False when the showing was used; what a plastic card shows is never used up. */
  async claimCode(connection: PoolClient, { id, presented: { showing } }: TillCommand): Promise<boolean> {
    if (showing.slot === null) return true;
    const { rowCount } = await connection.query(
      'INSERT INTO code_use (card_no, slot, step, ctr, redemption_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [showing.cardNo, showing.slot, showing.step, showing.ctr, id],
    );
    return rowCount === 1;
  }

  /** Keeps the card as it is; answers whose it is. */
  async lockCard(connection: PoolClient, cardNo: number): Promise<string | null> {
    const { rows } = await connection.query<{ member_id: string }>(
      'SELECT member_id FROM card WHERE card_no = $1 FOR SHARE',
      [cardNo],
    );
    return rows[0]?.member_id ?? null;
  }

  /** Counters that are missing are made, so that there is something to lock. */
  async lockMovable(connection: PoolClient, { counters, campaigns, holdings, members }: Movable): Promise<void> {
    if (holdings.length > 0)
      await connection.query(
        `SELECT 1 FROM holding WHERE campaign_id = ANY($1) AND member_id = ANY($2::uuid[])
         ORDER BY campaign_id COLLATE "C", member_id FOR UPDATE`,
        [holdings, members],
      );
    await connection.query(
      'INSERT INTO limit_counter (key) SELECT k FROM unnest($1::text[]) AS k ORDER BY k COLLATE "C" ON CONFLICT DO NOTHING',
      [counters],
    );
    await connection.query('SELECT 1 FROM limit_counter WHERE key = ANY($1) ORDER BY key COLLATE "C" FOR UPDATE', [
      counters,
    ]);
    await connection.query(
      'SELECT 1 FROM campaign_runtime WHERE campaign_id = ANY($1) ORDER BY campaign_id COLLATE "C" FOR UPDATE',
      [campaigns],
    );
  }

  /** A refusal uses no code. */
  async freeCode(connection: PoolClient, { id, presented: { showing } }: TillCommand): Promise<void> {
    await connection.query(
      'DELETE FROM code_use WHERE card_no = $1 AND slot = $2 AND step = $3 AND ctr = $4 AND redemption_id = $5',
      [showing.cardNo, showing.slot, showing.step, showing.ctr, id],
    );
  }

  /** What cannot be decided leaves no trace. */
  async giveUp(connection: PoolClient, command: TillCommand): Promise<void> {
    await this.freeCode(connection, command);
    await connection.query('DELETE FROM idempotency_key WHERE terminal_id = $1 AND key = $2 AND outcome IS NULL', [
      command.terminal.terminalId,
      command.key,
    ]);
  }
}
