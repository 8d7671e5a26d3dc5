import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import type { TillAuthorizationEntity } from '../redemption.entity.js';
import type { WrittenUse } from '../standing.repository.js';

/** A use of an authorization, written as it will be in the redemption. */
export interface HeldUse extends WrittenUse {
  readonly label: string;
  readonly merchantFen: number;
}

export type Held = Omit<TillAuthorizationEntity, 'uses'> & { readonly uses: readonly HeldUse[] };

const COLUMNS = `id, state, terminal_id AS "terminalId", store_id AS "storeId", merchant_id AS "merchantId", member_id AS "memberId",
  card_id AS "cardId", org_path AS "orgPath", ticket_no AS "ticketNo", cashier, amount_fen AS "amountFen", discount_fen AS "discountFen",
  union_fen AS "unionFen", merchant_fen AS "merchantFen", uses, decision, held_at AS "heldAt", expires_at AS "expiresAt",
  ended_at AS "endedAt", redemption_id AS "redemptionId"`;

/** Authorizations end exactly once, under lock. */
@Injectable()
export class AuthorizationRepository {
  async lock(tx: Tx, authorizationId: string, merchantId: string): Promise<Held | null> {
    const rows: Held[] = await tx.query(
      `SELECT ${COLUMNS} FROM till_authorization WHERE id = $1 AND merchant_id = $2 FOR UPDATE`,
      [authorizationId, merchantId],
    );
    return rows[0] ?? null;
  }

  /** Some that have lapsed and nobody works on. */
  async lockLapsed(tx: Tx, now: Date, limit: number): Promise<Held[]> {
    return tx.query(
      `SELECT ${COLUMNS} FROM till_authorization WHERE state = 'HELD' AND expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, limit],
    );
  }

  /** Open ones of these cards, in order of ids. */
  async lockOfCards(tx: Tx, cardIds: readonly string[]): Promise<Held[]> {
    return tx.query(
      `SELECT ${COLUMNS} FROM till_authorization WHERE state = 'HELD' AND card_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
      [cardIds],
    );
  }

  async end(
    tx: Tx,
    authorizationId: string,
    state: 'CAPTURED' | 'VOIDED' | 'EXPIRED',
    now: Date,
    redemptionId: string | null = null,
  ): Promise<void> {
    await tx.query('UPDATE till_authorization SET state = $2, ended_at = $3, redemption_id = $4 WHERE id = $1', [
      authorizationId,
      state,
      now,
      redemptionId,
    ]);
  }

  /** The redemption a captured authorization becomes, with the decision of both. */
  async insertRedemption(
    tx: Tx,
    held: Held,
    made: {
      readonly id: string;
      readonly terminalId: string;
      readonly amountFen: number;
      readonly discountFen: number;
      readonly unionFen: number;
      readonly now: Date;
      readonly until: Date;
      readonly decision: unknown;
      readonly uses: readonly HeldUse[];
    },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier, amount_fen,
         discount_fen, union_fen, merchant_fen, decision, occurred_at, reversible_until)
       SELECT $2, 'REDEEMED', $3, store_id, merchant_id, member_id, card_id, org_path, ticket_no, cashier, $4, $5, $6, $7, $8, $9, $10
       FROM till_authorization WHERE id = $1`,
      [
        held.id,
        made.id,
        made.terminalId,
        made.amountFen,
        made.discountFen,
        made.unionFen,
        made.discountFen - made.unionFen,
        JSON.stringify(made.decision),
        made.now,
        made.until,
      ],
    );
    await tx.query(
      `INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
       SELECT $1, u."campaignId", u.version, u."discountFen", u."unionFen", u."merchantFen", u.frozen
       FROM json_to_recordset($2::json) AS u ("campaignId" text, version int, "discountFen" bigint, "unionFen" bigint, "merchantFen" bigint, frozen json)`,
      [made.id, JSON.stringify(made.uses)],
    );
  }
}
