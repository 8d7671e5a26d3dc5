import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The working copy of a campaign: what officers edit, review and approve. What runs is in its runtime row. */
@Entity({ name: 'campaign' })
export class CampaignEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'owner_org_id', type: 'text' })
  ownerOrgId!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'version', type: 'integer' })
  version!: number;

  @Column({ name: 'definition', type: 'jsonb' })
  definition!: unknown;

  @Column({ name: 'made_by', type: 'uuid' })
  madeBy!: string;

  @Column({ name: 'submitted_by', type: 'uuid', nullable: true })
  submittedBy!: string | null;

  @Column({ name: 'checked_by', type: 'uuid', nullable: true })
  checkedBy!: string | null;

  /** Counts every change of the content, so that a checker decides on what they saw. */
  @Column({ name: 'revision', type: 'integer', default: 1 })
  revision!: number;

  @Column({ name: 'publish_at', type: 'timestamptz', nullable: true })
  publishAt!: Date | null;

  /** When its start was announced; once, whatever is changed later. */
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
