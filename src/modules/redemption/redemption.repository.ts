import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import type { AppliedBenefit } from '../benefits/index.js';
import type { RedemptionState } from './redemption.entity.js';

/** Terms a use was given on, frozen for its reversal. */
export interface FrozenTerms {
  readonly counters: AppliedBenefit['counters'];
  readonly reversal: AppliedBenefit['reversal'];
}

export interface OriginalUse extends FrozenTerms {
  readonly campaignId: string;
  readonly discountFen: number;
  readonly unionFen: number;
  readonly merchantFen: number;
}

export interface Original {
  readonly id: string;
  readonly state: RedemptionState;
  readonly terminalId: string;
  readonly storeId: string;
  readonly merchantId: string;
  readonly amountFen: number;
  readonly discountFen: number;
  readonly occurredAt: Date;
  readonly uses: readonly OriginalUse[];
}

/** Redemptions and their uses; rows are added, only the state of one moves. */
@Injectable()
export class RedemptionRepository {
  /** One redemption of this merchant under lock, with the terms of each use. */
  async lockOriginal(tx: Tx, redemptionId: string, merchantId: string): Promise<Original | null> {
    const rows: Omit<Original, 'uses'>[] = await tx.query(
      `SELECT id, state, terminal_id AS "terminalId", store_id AS "storeId", merchant_id AS "merchantId", amount_fen AS "amountFen", discount_fen AS "discountFen", occurred_at AS "occurredAt"
       FROM redemption WHERE id = $1 AND merchant_id = $2 FOR UPDATE`,
      [redemptionId, merchantId],
    );
    const row = rows[0];
    if (!row) return null;
    const uses: (Omit<OriginalUse, keyof FrozenTerms> & { frozen: FrozenTerms })[] = await tx.query(
      `SELECT campaign_id AS "campaignId", discount_fen AS "discountFen", union_fen AS "unionFen", merchant_fen AS "merchantFen", frozen
       FROM redemption_use WHERE redemption_id = $1 ORDER BY campaign_id`,
      [redemptionId],
    );
    return { ...row, uses: uses.map(({ frozen, ...use }) => ({ ...use, ...frozen })) };
  }

  async markReversed(tx: Tx, redemptionId: string): Promise<void> {
    await tx.query(
      `UPDATE redemption SET state = 'REVERSED', returned_amount_fen = amount_fen, returned_discount_fen = discount_fen,
         returned_union_fen = union_fen, returned_merchant_fen = merchant_fen WHERE id = $1`,
      [redemptionId],
    );
  }
}
