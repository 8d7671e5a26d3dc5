import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A published version; the database lets nobody change it, redemptions point at it for ever. */
@Entity({ name: 'campaign_version' })
export class CampaignVersionEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'text' })
  campaignId!: string;

  @PrimaryColumn({ name: 'version', type: 'integer' })
  version!: number;

  @Column({ name: 'definition', type: 'jsonb' })
  definition!: unknown;

  @Column({ name: 'made_by', type: 'uuid' })
  madeBy!: string;

  @Column({ name: 'checked_by', type: 'uuid' })
  checkedBy!: string;

  @Column({ name: 'published_at', type: 'timestamptz' })
  publishedAt!: Date;
}
