import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request to erase a member's data: the worker's own waits some days and can be taken back, an officer's needs a second person. */
@Entity('member_erasure')
export class MemberErasureEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  /** Whose officers see it. */
  @Column('text', { name: 'org_id' }) orgId!: string;
  @Column('text') origin!: 'WORKER' | 'OFFICER';
  @Column('text') state!: 'REQUESTED' | 'CANCELLED' | 'REFUSED' | 'DONE';
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { name: 'requested_by' }) requestedBy!: string;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt!: Date;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
