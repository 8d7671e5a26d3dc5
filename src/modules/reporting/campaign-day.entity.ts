import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one campaign gave in one hour of a Shanghai day; a reversal counts in the hour it happened. */
@Entity({ name: 'campaign_day' })
export class CampaignDayEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'text' })
  campaignId!: string;

  @PrimaryColumn({ name: 'day_on', type: 'date' })
  dayOn!: string;

  @PrimaryColumn({ name: 'hour', type: 'smallint' })
  hour!: number;

  @Column({ name: 'uses', type: 'bigint' })
  uses!: number;

  @Column({ name: 'reversals', type: 'bigint' })
  reversals!: number;

  @Column({ name: 'discount_fen', type: 'bigint' })
  discountFen!: number;

  @Column({ name: 'union_fen', type: 'bigint' })
  unionFen!: number;
}
