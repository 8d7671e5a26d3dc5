import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Meaning } from './meaning.schemas.js';

/** One version of what a category means; never changed, so a case shows for ever by what it was decided. */
@Entity('category_meaning')
export class CategoryMeaningEntity {
  @PrimaryColumn('text') code!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') name!: string;
  @Column('text', { array: true }) levels!: string[];
  @Column('integer', { name: 'notice_days' }) noticeDays!: number;
  @Column('text', { name: 'notice_scope' }) noticeScope!: 'PUBLIC' | 'UNION';
  @Column('integer', { name: 'months_max' }) monthsMax!: number;
  @Column('integer', { name: 'review_months' }) reviewMonths!: number;
  @Column('integer', { name: 'evidence_min' }) evidenceMin!: number;
  @Column('boolean', { name: 'worker_may_apply' }) workerMayApply!: boolean;
  @Column('integer', { name: 'keep_years' }) keepYears!: number;
  @Column('boolean') retired!: boolean;
  @Column('text') reason!: string;
  /** Null where it came with the platform. */
  @Column('timestamptz', { name: 'from_at', nullable: true }) fromAt!: Date | null;
  @Column('uuid', { name: 'proposed_by', nullable: true }) proposedBy!: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
}

/** A meaning that one officer of the federation asks for, and another lets through. One open a category. */
@Entity('category_meaning_proposal')
export class CategoryMeaningProposalEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') code!: string;
  @Column('boolean', { name: 'is_new' }) isNew!: boolean;
  @Column('jsonb') meaning!: Meaning;
  @Column('text') reason!: string;
  @Column('text') state!: 'PROPOSED' | 'APPROVED' | 'REJECTED';
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt!: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) note!: string | null;
}
