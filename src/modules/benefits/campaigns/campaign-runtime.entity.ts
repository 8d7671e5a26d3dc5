import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What of a campaign runs now and what it has used; the one row every redemption of it guards and locks last. */
@Entity({ name: 'campaign_runtime' })
export class CampaignRuntimeEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'text' })
  campaignId!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'version', type: 'integer' })
  version!: number;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt!: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt!: Date;

  @Column({ name: 'budget_line_id', type: 'text', nullable: true })
  budgetLineId!: string | null;

  @Column({ name: 'total_fen', type: 'bigint', default: 0 })
  totalFen!: number;

  @Column({ name: 'spent_fen', type: 'bigint', default: 0 })
  spentFen!: number;

  @Column({ name: 'held_fen', type: 'bigint', default: 0 })
  heldFen!: number;
  /** Part of what is held: the UNION share of vouchers and balances people have. */
  @Column('bigint', { name: 'promised_fen', default: 0 }) promisedFen!: number;
  @Column('bigint', { default: 0 }) claims!: number;

  @Column({ name: 'leased_fen', type: 'bigint', default: 0 })
  leasedFen!: number;

  @Column({ name: 'uses', type: 'bigint', default: 0 })
  uses!: number;
}
