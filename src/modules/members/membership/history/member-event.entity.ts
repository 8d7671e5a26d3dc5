import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One step of a member's standing; never removed, and never changed but for the words, which go with an erased person. */
@Entity({ name: 'member_event' })
export class MemberEventEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'from_org_id', type: 'text', nullable: true })
  fromOrgId!: string | null;

  @Column({ name: 'to_org_id', type: 'text', nullable: true })
  toOrgId!: string | null;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'until_on', type: 'date', nullable: true })
  untilOn!: string | null;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind!: string;

  @Column({ name: 'actor_id', type: 'text' })
  actorId!: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at!: Date;
}
