import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far what a campaign gave has been proven: the sums of everything before `upTo`. */
@Entity('audit_proof')
export class AuditProofEntity {
  @PrimaryColumn('text', { name: 'campaign_id' }) campaignId!: string;
  @Column('uuid', { name: 'up_to' }) upTo!: string;
  @Column('bigint', { name: 'union_fen' }) unionFen!: number;
  @Column('bigint') uses!: number;
}
