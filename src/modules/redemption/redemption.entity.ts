import { Column, Entity, PrimaryColumn } from 'typeorm';

export type RedemptionState = 'REDEEMED' | 'PARTIALLY_REVERSED' | 'REVERSED' | 'SETTLED' | 'DECLINED';

/** One decision at a till, given or declined, with what it was decided on. */
@Entity('redemption')
export class RedemptionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: RedemptionState;
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('text', { name: 'store_id' }) storeId!: string;
  @Column('text', { name: 'merchant_id' }) merchantId!: string;
  @Column('uuid', { name: 'member_id', nullable: true }) memberId!: string | null;
  @Column('uuid', { name: 'card_id', nullable: true }) cardId!: string | null;
  @Column('text', { name: 'org_path', nullable: true }) orgPath!: string | null;
  @Column('text', { name: 'ticket_no' }) ticketNo!: string;
  @Column('text', { nullable: true }) cashier!: string | null;
  @Column('bigint', { name: 'amount_fen' }) amountFen!: number;
  @Column('bigint', { name: 'discount_fen' }) discountFen!: number;
  @Column('bigint', { name: 'union_fen' }) unionFen!: number;
  @Column('bigint', { name: 'merchant_fen' }) merchantFen!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('json') decision!: unknown;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt!: Date;
  @Column('timestamptz', { name: 'reversible_until', nullable: true }) reversibleUntil!: Date | null;
  /** Value of the goods brought back so far. */
  @Column('bigint', { name: 'returned_amount_fen', default: 0 }) returnedAmountFen!: number;
  @Column('bigint', { name: 'returned_discount_fen', default: 0 }) returnedDiscountFen!: number;
  @Column('bigint', { name: 'returned_union_fen', default: 0 }) returnedUnionFen!: number;
  @Column('bigint', { name: 'returned_merchant_fen', default: 0 }) returnedMerchantFen!: number;
}

/** What one campaign gave in a redemption, with the terms it was given on. */
@Entity('redemption_use')
export class RedemptionUseEntity {
  @PrimaryColumn('uuid', { name: 'redemption_id' }) redemptionId!: string;
  @PrimaryColumn('text', { name: 'campaign_id' }) campaignId!: string;
  @Column('integer') version!: number;
  @Column('bigint', { name: 'discount_fen' }) discountFen!: number;
  @Column('bigint', { name: 'union_fen' }) unionFen!: number;
  @Column('bigint', { name: 'merchant_fen' }) merchantFen!: number;
  @Column('json') frozen!: unknown;
}

/** A redemption taken back, in whole or in part, with exactly what each benefit gave back. */
@Entity('reversal')
export class ReversalEntity {
  @PrimaryColumn('uuid', { name: 'redemption_id' }) redemptionId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') type!: 'CANCEL' | 'PARTIAL' | 'TIMEOUT';
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('bigint', { name: 'returned_fen' }) returnedFen!: number;
  @Column('bigint', { name: 'union_fen' }) unionFen!: number;
  @Column('bigint', { name: 'merchant_fen' }) merchantFen!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt!: Date;
  @Column('bigint', { name: 'amount_fen', default: 0 }) amountFen!: number;
  /** The items named as brought back. */
  @Column('jsonb') items!: unknown;
  @Column('jsonb') uses!: unknown;
}

/** A discount held for a till that finishes its own payment first; ends exactly once. */
@Entity('till_authorization')
export class TillAuthorizationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: 'HELD' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('text', { name: 'store_id' }) storeId!: string;
  @Column('text', { name: 'merchant_id' }) merchantId!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('uuid', { name: 'card_id' }) cardId!: string;
  @Column('text', { name: 'org_path' }) orgPath!: string;
  @Column('text', { name: 'ticket_no' }) ticketNo!: string;
  @Column('text', { nullable: true }) cashier!: string | null;
  @Column('bigint', { name: 'amount_fen' }) amountFen!: number;
  @Column('bigint', { name: 'discount_fen' }) discountFen!: number;
  @Column('bigint', { name: 'union_fen' }) unionFen!: number;
  @Column('bigint', { name: 'merchant_fen' }) merchantFen!: number;
  @Column('json') uses!: unknown;
  @Column('json') decision!: unknown;
  @Column('timestamptz', { name: 'held_at' }) heldAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('uuid', { name: 'redemption_id', nullable: true }) redemptionId!: string | null;
}

/** One attempt to do one thing, and its answer. */
@Entity('idempotency_key')
export class IdempotencyKeyEntity {
  @PrimaryColumn('text', { name: 'terminal_id' }) terminalId!: string;
  @PrimaryColumn('text') key!: string;
  @Column('bytea', { name: 'body_hash', nullable: true }) bodyHash!: Buffer | null;
  @Column('json', { nullable: true }) outcome!: unknown;
  @Column('uuid', { name: 'redemption_id', nullable: true }) redemptionId!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** A showing of a code that was redeemed. */
@Entity('code_use')
export class CodeUseEntity {
  @PrimaryColumn('bigint', { name: 'card_no' }) cardNo!: number;
  @PrimaryColumn('integer') slot!: number;
  @PrimaryColumn('bigint') step!: number;
  @PrimaryColumn('bigint') ctr!: number;
  @Column('uuid', { name: 'redemption_id' }) redemptionId!: string;
}

/** A showing a quote keeps for its terminal. */
@Entity('code_binding')
export class CodeBindingEntity {
  @PrimaryColumn('bigint', { name: 'card_no' }) cardNo!: number;
  @PrimaryColumn('integer') slot!: number;
  @PrimaryColumn('bigint') step!: number;
  @PrimaryColumn('bigint') ctr!: number;
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('timestamptz') until!: Date;
  @Column('uuid', { name: 'quote_id', nullable: true }) quoteId!: string | null;
}

/** What a till asked the bound phone to confirm, for one attempt of its own; good for nothing else. */
@Entity('till_confirmation')
export class TillConfirmationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('text') key!: string;
  @Column('bytea', { name: 'body_hash' }) bodyHash!: Buffer;
  @Column('text', { name: 'store_id' }) storeId!: string;
  @Column('uuid', { name: 'card_id' }) cardId!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('bigint', { name: 'amount_fen' }) amountFen!: number;
  @Column('text') state!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
}

/** What a till asked about a card, kept a day for its holder; `reason` says why the code was refused. */
@Entity('till_quote')
export class TillQuoteEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text', { name: 'terminal_id' }) terminalId!: string;
  @Column('text', { name: 'store_id' }) storeId!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('json') decision!: unknown;
  @Column('timestamptz', { name: 'quoted_at' }) quotedAt!: Date;
}
