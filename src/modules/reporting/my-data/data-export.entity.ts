import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file of everything the platform holds about one person, sealed for its own row and gone after some days. */
@Entity('data_export')
export class DataExportEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') state!: 'WAITING' | 'READY';
  @Column('bytea', { nullable: true }) content!: Buffer | null;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt!: Date;
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt!: Date | null;
}
