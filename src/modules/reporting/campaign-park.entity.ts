import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often a campaign was used in the stores of one park, less what came back; an empty code is outside all parks. */
@Entity({ name: 'campaign_park' })
export class CampaignParkEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'text' })
  campaignId!: string;

  @PrimaryColumn({ name: 'park_code', type: 'text' })
  parkCode!: string;

  @Column({ name: 'uses', type: 'bigint' })
  uses!: number;
}
