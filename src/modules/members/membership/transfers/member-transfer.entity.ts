import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member's move from one union to another; at most one of a person's waits, the database sees to that. */
@Entity({ name: 'member_transfer' })
export class MemberTransferEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'from_org_id', type: 'text' })
  fromOrgId!: string;

  @Column({ name: 'to_org_id', type: 'text' })
  toOrgId!: string;

  @Column({ name: 'enterprise_id', type: 'uuid', nullable: true })
  enterpriseId!: string | null;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'requested_side', type: 'text' })
  requestedSide!: string;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy!: string;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'from_confirmed_by', type: 'uuid', nullable: true })
  fromConfirmedBy!: string | null;

  @Column({ name: 'from_confirmed_at', type: 'timestamptz', nullable: true })
  fromConfirmedAt!: Date | null;

  @Column({ name: 'to_confirmed_by', type: 'uuid', nullable: true })
  toConfirmedBy!: string | null;

  @Column({ name: 'to_confirmed_at', type: 'timestamptz', nullable: true })
  toConfirmedAt!: Date | null;

  @Column({ name: 'reminded_at', type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;

  @Column({ name: 'ended_reason', type: 'text', nullable: true })
  endedReason!: string | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
