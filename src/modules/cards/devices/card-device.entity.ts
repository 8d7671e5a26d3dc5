import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A phone bound to a card; the one without `replacedAt` is the one that counts. */
@Entity({ name: 'card_device' })
export class CardDeviceEntity {
  @PrimaryColumn({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @PrimaryColumn({ name: 'slot', type: 'integer' })
  slot!: number;

  @Column({ name: 'public_key', type: 'bytea' })
  publicKey!: Buffer;

  @Column({ name: 'hardware', type: 'boolean' })
  hardware!: boolean;

  @Column({ name: 'bound_at', type: 'timestamptz' })
  boundAt!: Date;

  @Column({ name: 'replaced_at', type: 'timestamptz', nullable: true })
  replacedAt!: Date | null;
}

/** Second proofs tried for a card in the running hour. */
@Entity({ name: 'card_proof_try' })
export class CardProofTryEntity {
  @PrimaryColumn({ name: 'card_id', type: 'uuid' })
  cardId!: string;

  @Column({ name: 'tries', type: 'smallint' })
  tries!: number;

  @Column({ name: 'window_started_at', type: 'timestamptz' })
  windowStartedAt!: Date;
}

/** The epoch below which passes no longer count; one row. */
@Entity({ name: 'pass_policy' })
export class PassPolicyEntity {
  @PrimaryColumn({ name: 'id', type: 'boolean', default: true })
  id!: boolean;

  @Column({ name: 'epoch', type: 'integer' })
  epoch!: number;

  /** Moved by every change of a key. */
  @Column({ name: 'keys_version', type: 'bigint', default: 1 })
  keysVersion!: number;
}
