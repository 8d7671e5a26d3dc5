import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';

/** One showing of a phone's code. */
export interface Showing {
  readonly cardNo: number;
  readonly slot: number;
  readonly step: number;
  readonly ctr: number;
}

const keyOf = ({ cardNo, slot, step, ctr }: Showing): number[] => [cardNo, slot, step, ctr];

/** Which showings a quote keeps for its till. */
@Injectable()
export class CodesRepository {
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
