import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../platform/database/database.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { type AppliedBenefit, shareOf } from '../benefits/index.js';
import type { RedemptionState } from './redemption.entity.js';
import type { RedemptionRequest } from './redemption.schemas.js';

export interface NewRedemption {
  readonly id: string;
  readonly terminal: TerminalCaller;
  readonly request: RedemptionRequest;
  readonly memberId: string;
  readonly cardId: string;
  readonly orgPath: string;
  readonly applied: readonly AppliedBenefit[];
  readonly discountFen: number;
  readonly unionFen: number;
  readonly merchantFen: number;
  /** The true reason of a refusal; null when something was given. */
  readonly reason: string | null;
  /** What it was decided on. */
  readonly decision: unknown;
  readonly occurredAt: Date;
  readonly reversibleUntil: Date | null;
}

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
  async insert(tx: Tx, row: NewRedemption): Promise<void> {
    const { terminal, request } = row;
    await tx.query(
      `INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier,
         amount_fen, discount_fen, union_fen, merchant_fen, reason, decision, occurred_at, reversible_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        row.id,
        row.reason === null ? 'REDEEMED' : 'DECLINED',
        terminal.terminalId,
        terminal.storeId,
        terminal.merchantId,
        row.memberId,
        row.cardId,
        row.orgPath,
        request.ticketNo,
        request.cashier ?? null,
        request.amountFen,
        row.discountFen,
        row.unionFen,
        row.merchantFen,
        row.reason,
        JSON.stringify(row.decision),
        row.occurredAt,
        row.reversibleUntil,
      ],
    );
    if (row.applied.length === 0) return;
    await tx.query(
      `INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
       SELECT $1, u."campaignId", u.version, u."discountFen", u."unionFen", u."merchantFen", u.frozen
       FROM jsonb_to_recordset($2::jsonb) AS u ("campaignId" text, version int, "discountFen" bigint, "unionFen" bigint, "merchantFen" bigint, frozen jsonb)`,
      [row.id, JSON.stringify(row.applied.map(toUse))],
    );
  }

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

  async storeName(db: Db, storeId: string): Promise<string> {
    const rows: { name: string }[] = await db.query('SELECT name FROM store WHERE id = $1', [storeId]);
    return rows[0]?.name ?? '';
  }
}

function toUse({
  campaignId,
  version,
  discountFen,
  shares,
  counters,
  reversal,
}: AppliedBenefit): Record<string, unknown> {
  const frozen: FrozenTerms = { counters, reversal };
  return {
    campaignId,
    version,
    discountFen,
    unionFen: shareOf(shares, 'UNION'),
    merchantFen: shareOf(shares, 'MERCHANT'),
    frozen,
  };
}
