import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A batch of plastic cards, from collecting its people to the files that make them. */
@Entity({ name: 'card_production' })
export class CardProductionEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'audience', type: 'text' })
  audience!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'total', type: 'integer', default: 0 })
  total!: number;

  @Column({ name: 'done', type: 'integer', default: 0 })
  done!: number;

  @Column({ name: 'cards_max', type: 'integer' })
  cardsMax!: number;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'produced_at', type: 'timestamptz', nullable: true })
  producedAt!: Date | null;
}

/** A file of a batch: which run wrote the pieces that count, and until when it may be fetched. */
@Entity({ name: 'card_production_file' })
export class CardProductionFileEntity {
  @PrimaryColumn({ name: 'batch_id', type: 'uuid' })
  batchId!: string;

  @PrimaryColumn({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'run_id', type: 'uuid' })
  runId!: string;

  @Column({ name: 'pieces', type: 'integer' })
  pieces!: number;

  @Column({ name: 'bytes', type: 'bigint' })
  bytes!: number;

  @Column({ name: 'sha256', type: 'bytea' })
  sha256!: Buffer;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

/** A sealed piece of a file, so that neither the writer nor the reader ever holds a whole one. */
@Entity({ name: 'card_production_piece' })
export class CardProductionPieceEntity {
  @PrimaryColumn({ name: 'batch_id', type: 'uuid' })
  batchId!: string;

  @PrimaryColumn({ name: 'kind', type: 'text' })
  kind!: string;

  @PrimaryColumn({ name: 'run_id', type: 'uuid' })
  runId!: string;

  @PrimaryColumn({ name: 'n', type: 'integer' })
  n!: number;

  @Column({ name: 'sealed', type: 'bytea' })
  sealed!: Buffer;
}
