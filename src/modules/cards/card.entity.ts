import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A worker card; at most one of a person's is open, the database sees to that. */
@Entity({ name: 'card' })
export class CardEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'card_no', type: 'bigint' })
  cardNo!: number;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'issue_no', type: 'smallint', default: 1 })
  issueNo!: number;

  @Column({ name: 'previous_card_id', type: 'uuid', nullable: true })
  previousCardId!: string | null;

  @Column({ name: 'batch_id', type: 'uuid', nullable: true })
  batchId!: string | null;

  @Column({ name: 'issued_at', type: 'timestamptz', nullable: true })
  issuedAt!: Date | null;

  @Column({ name: 'activated_at', type: 'timestamptz', nullable: true })
  activatedAt!: Date | null;

  /** The last day the card counts; null never ends. */
  @Column({ name: 'expires_on', type: 'date', nullable: true })
  expiresOn!: string | null;

  /** The number on the card given out before the platform. */
  @Column({ name: 'legacy_no', type: 'text', nullable: true })
  legacyNo!: string | null;

  /** The issue of the plastic that tills take; null when none is in use. */
  @Column({ name: 'plastic_issue_no', type: 'smallint', nullable: true })
  plasticIssueNo!: number | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}

/** One step in a card's life; never changed, never removed. */
@Entity({ name: 'card_event' })
export class CardEventEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @Column({ name: 'from_state', type: 'text', nullable: true })
  fromState!: string | null;

  @Column({ name: 'to_state', type: 'text' })
  toState!: string;

  @Column({ name: 'reason', type: 'text' })
  reason!: string;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind!: string;

  @Column({ name: 'actor_id', type: 'text' })
  actorId!: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at!: Date;
}
