import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an officer found when looking whether a union meets the standard; the latest finding holds. Never rewritten. */
@Entity({ name: 'standard_assessment' })
export class StandardAssessmentEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'standard', type: 'boolean' })
  standard!: boolean;

  @Column({ name: 'assessed_on', type: 'date' })
  assessedOn!: string;

  @Column({ name: 'basis', type: 'text' })
  basis!: string;

  @Column({ name: 'assessed_by', type: 'uuid' })
  assessedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
