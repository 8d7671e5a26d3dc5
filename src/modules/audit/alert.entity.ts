import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that people must look at: one examines, another settles. A notice only tells: one notes it, and it goes when its cause does. */
@Entity('alert')
export class AlertEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') code!: string;
  @Column('text', { name: 'subject_kind' }) subjectKind!: string;
  @Column('text', { name: 'subject_id' }) subjectId!: string;
  @Column('text', { default: 'STOP' }) severity!: 'STOP' | 'NOTICE';
  @Column('text', { name: 'org_path' }) orgPath!: string;
  @Column('jsonb') detail!: Record<string, unknown>;
  @Column('text', { default: 'OPEN' }) state!: 'OPEN' | 'EXAMINED' | 'SETTLED';
  @Column('timestamptz', { name: 'raised_at' }) raisedAt!: Date;
  @Column('uuid', { name: 'examined_by', nullable: true }) examinedBy!: string | null;
  @Column('timestamptz', { name: 'examined_at', nullable: true }) examinedAt!: Date | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('uuid', { name: 'settled_by', nullable: true }) settledBy!: string | null;
  @Column('timestamptz', { name: 'settled_at', nullable: true }) settledAt!: Date | null;
}
