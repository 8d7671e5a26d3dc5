import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import type { RedemptionState, ReversalEntity } from '../redemption.entity.js';
import type { GivenBack, WrittenUse } from '../standing.repository.js';

interface Item {
  readonly item: string;
  readonly amountFen: number;
}

/** A redemption under lock, with what it gave and what was given back of it so far. */
export interface Original {
  readonly id: string;
  readonly state: RedemptionState;
  readonly terminalId: string;
  readonly storeId: string;
  readonly merchantId: string;
  readonly memberId: string;
  readonly ticketNo: string;
  readonly amountFen: number;
  readonly discountFen: number;
  readonly returnedAmountFen: number;
  readonly returnedDiscountFen: number;
  readonly reversibleUntil: Date | null;
  readonly items: readonly Item[];
  readonly uses: readonly WrittenUse[];
  readonly givenBack: readonly GivenBack[];
  readonly itemsBack: readonly Item[];
}

/** Reversals are added, never changed; the redemption only remembers how much came back. */
@Injectable()
export class ReversalRepository {
  async lockOriginal(tx: Tx, redemptionId: string, merchantId: string): Promise<Original | null> {
    const rows: (Omit<Original, 'uses' | 'givenBack' | 'itemsBack' | 'items'> & { items: Item[] | null })[] =
      await tx.query(
        `SELECT id, state, terminal_id AS "terminalId", store_id AS "storeId", merchant_id AS "merchantId", member_id AS "memberId",
           ticket_no AS "ticketNo", amount_fen AS "amountFen", discount_fen AS "discountFen", returned_amount_fen AS "returnedAmountFen",
           returned_discount_fen AS "returnedDiscountFen", reversible_until AS "reversibleUntil",
           -- Goods come back of the basket that was paid for, not of the one that was held.
           coalesce(decision->'captured', decision->'basket')->'items' AS items
         FROM redemption WHERE id = $1 AND merchant_id = $2 FOR UPDATE`,
        [redemptionId, merchantId],
      );
    const row = rows[0];
    if (!row) return null;
    const uses: WrittenUse[] = await tx.query(
      `SELECT campaign_id AS "campaignId", version, discount_fen AS "discountFen", union_fen AS "unionFen", frozen
       FROM redemption_use WHERE redemption_id = $1 ORDER BY campaign_id`,
      [redemptionId],
    );
    const before: { uses: GivenBack[]; items: Item[] }[] = await tx.query(
      'SELECT uses, items FROM reversal WHERE redemption_id = $1 ORDER BY id',
      [redemptionId],
    );
    return {
      ...row,
      items: row.items ?? [],
      uses,
      givenBack: before.flatMap((reversal) => reversal.uses),
      itemsBack: before.flatMap((reversal) => reversal.items),
    };
  }

  async insert(tx: Tx, row: Readonly<ReversalEntity>): Promise<void> {
    await tx.query(
      `INSERT INTO reversal (id, redemption_id, type, terminal_id, returned_fen, union_fen, merchant_fen, reason, occurred_at, amount_fen, items, uses)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
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
        JSON.stringify(row.items),
        JSON.stringify(row.uses),
      ],
    );
  }

  /** Adds to what came back; a basket that came back whole is reversed. */
  async returnPart(
    tx: Tx,
    redemptionId: string,
    back: { readonly amountFen: number; readonly unionFen: number; readonly merchantFen: number },
  ): Promise<void> {
    await tx.query(
      `UPDATE redemption SET returned_amount_fen = returned_amount_fen + $2, returned_discount_fen = returned_discount_fen + $3 + $4,
         returned_union_fen = returned_union_fen + $3, returned_merchant_fen = returned_merchant_fen + $4,
         state = CASE WHEN returned_amount_fen + $2 = amount_fen THEN 'REVERSED' ELSE 'PARTIALLY_REVERSED' END
       WHERE id = $1`,
      [redemptionId, back.amountFen, back.unionFen, back.merchantFen],
    );
  }
}
