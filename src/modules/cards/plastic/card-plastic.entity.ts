import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One piece of plastic of a card; at most one of a card's is not void, the database sees to that. */
@Entity({ name: 'card_plastic' })
export class CardPlasticEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @Column({ name: 'issue_no', type: 'smallint' })
  issueNo!: number;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'batch_id', type: 'uuid', nullable: true })
  batchId!: string | null;

  @Column({ name: 'place', type: 'integer', nullable: true })
  place!: number | null;

  @Column({ name: 'expires_on', type: 'date', nullable: true })
  expiresOn!: string | null;

  @Column({ name: 'applied_at', type: 'timestamptz' })
  appliedAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}

/** One step of a piece of plastic; never changed, never removed. */
@Entity({ name: 'card_plastic_event' })
export class CardPlasticEventEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'plastic_id', type: 'uuid' })
  plasticId!: string;

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
