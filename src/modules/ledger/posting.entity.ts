import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One movement of money from the credited to the debited account; nobody can change or remove it. */
@Entity({ name: 'posting' })
export class PostingEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId!: string;

  @PrimaryColumn({ name: 'seq', type: 'smallint' })
  seq!: number;

  @Column({ name: 'debit_account', type: 'text' })
  debitAccount!: string;

  @Column({ name: 'credit_account', type: 'text' })
  creditAccount!: string;

  @Column({ name: 'amount_fen', type: 'bigint' })
  amountFen!: number;

  @Column({ name: 'reason', type: 'text' })
  reason!: string;

  @Column({ name: 'redemption_id', type: 'uuid', nullable: true })
  redemptionId!: string | null;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ name: 'posted_at', type: 'timestamptz' })
  postedAt!: Date;
}
