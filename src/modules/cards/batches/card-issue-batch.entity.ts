import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One bulk issue and how far it got. */
@Entity({ name: 'card_issue_batch' })
export class CardIssueBatchEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'state', type: 'text' })
  state!: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';

  @Column({ name: 'failure', type: 'text', nullable: true })
  failure!: string | null;

  @Column({ name: 'total', type: 'integer', default: 0 })
  total!: number;

  @Column({ name: 'issued', type: 'integer', default: 0 })
  issued!: number;

  @Column({ name: 'cards_max', type: 'integer' })
  cardsMax!: number;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
