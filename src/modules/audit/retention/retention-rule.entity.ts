import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How long one kind of data is kept, and what the last clearing did. */
@Entity('retention_rule')
export class RetentionRuleEntity {
  @PrimaryColumn('text') code!: string;
  @Column('integer', { name: 'keep_days' }) keepDays!: number;
  @Column('integer', { name: 'min_days' }) minDays!: number;
  @Column('integer', { name: 'max_days' }) maxDays!: number;
  @Column('uuid', { name: 'changed_by', nullable: true }) changedBy!: string | null;
  @Column('timestamptz', { name: 'changed_at', nullable: true }) changedAt!: Date | null;
  @Column('timestamptz', { name: 'last_run_at', nullable: true }) lastRunAt!: Date | null;
  @Column('bigint', { name: 'last_removed', nullable: true }) lastRemoved!: number | null;
}
