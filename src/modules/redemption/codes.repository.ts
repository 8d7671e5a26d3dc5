import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';

/** One showing of a phone's code. A plastic card always shows the same, so nothing but the card is known of it. */
export interface Showing {
  readonly cardNo: number;
  readonly slot: number | null;
  readonly step: number | null;
  readonly ctr: number | null;
}

/** Which showings a quote keeps for its till. */
@Injectable()
export class CodesRepository {
  /** Forgets bindings that ended; the uses stay. */
  async clean(tx: Tx, before: Date): Promise<void> {
    await tx.query('DELETE FROM code_binding WHERE until < $1', [before]);
  }
}
