import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import type { ReversalEntity } from './redemption.entity.js';

/** Reversals are added, never changed. */
@Injectable()
export class ReversalRepository {
  async insert(tx: Tx, row: Readonly<ReversalEntity>): Promise<void> {
    await tx.query(
      `INSERT INTO reversal (id, redemption_id, type, terminal_id, returned_fen, union_fen, merchant_fen, reason, occurred_at, amount_fen, uses)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id,
        row.redemptionId,
        row.type,
        row.terminalId,
        row.returnedFen,
        row.unionFen,
        row.merchantFen,
        row.reason,
        row.occurredAt,
        row.amountFen,
        JSON.stringify(row.uses),
      ],
    );
  }
}
