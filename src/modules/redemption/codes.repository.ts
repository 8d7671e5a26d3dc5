import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../platform/database/database.js';

/** One showing of a phone's code. */
export interface Showing {
  readonly cardNo: number;
  readonly slot: number;
  readonly step: number;
  readonly ctr: number;
}

export interface ShowingState {
  readonly used: boolean;
  /** Until when this terminal keeps the code from its quote; null when no quote of its own does. */
  readonly heldUntil: Date | null;
  /** Another till has quoted it and may still redeem. */
  readonly heldElsewhere: boolean;
}

const MATCH = 'card_no = $1 AND slot = $2 AND step = $3 AND ctr = $4';
const keyOf = ({ cardNo, slot, step, ctr }: Showing): number[] => [cardNo, slot, step, ctr];

/** Which showings were redeemed and which a quote keeps; the unique key is the authority. */
@Injectable()
export class CodesRepository {
  async find(db: Db, showing: Showing, terminalId: string, now: Date): Promise<ShowingState> {
    const rows: { used: boolean; terminal_id: string | null; until: Date | null }[] = await db.query(
      `SELECT EXISTS (SELECT 1 FROM code_use WHERE ${MATCH}) AS used, b.terminal_id, b.until
       FROM (SELECT 1) AS one LEFT JOIN code_binding b ON ${MATCH}`,
      keyOf(showing),
    );
    const row = rows[0];
    const live = row !== undefined && row.until !== null && row.until >= now;
    return {
      used: row?.used ?? false,
      heldUntil: live && row.terminal_id === terminalId ? row.until : null,
      heldElsewhere: live && row.terminal_id !== terminalId,
    };
  }

  /** Spends a showing; false when somebody was faster. A twin waits here until the first commits or rolls back. */
  async use(tx: Tx, showing: Showing, redemptionId: string): Promise<boolean> {
    const inserted: unknown[] = await tx.query(
      'INSERT INTO code_use (card_no, slot, step, ctr, redemption_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING ctr',
      [...keyOf(showing), redemptionId],
    );
    return inserted.length > 0;
  }

  /** Keeps a showing for a terminal; false while another till keeps it. */
  async bind(tx: Tx, showing: Showing, terminalId: string, until: Date, now: Date): Promise<boolean> {
    const bound: unknown[] = await tx.query(
      `INSERT INTO code_binding AS b (card_no, slot, step, ctr, terminal_id, until) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (card_no, slot, step, ctr) DO UPDATE SET terminal_id = excluded.terminal_id, until = excluded.until
       WHERE b.terminal_id = excluded.terminal_id OR b.until < $7 RETURNING ctr`,
      [...keyOf(showing), terminalId, until, now],
    );
    return bound.length > 0;
  }

  /** Forgets bindings that ended; the uses stay. */
  async clean(tx: Tx, before: Date): Promise<void> {
    await tx.query('DELETE FROM code_binding WHERE until < $1', [before]);
  }
}
