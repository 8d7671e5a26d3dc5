import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key that signs codes. Those of the key folder are listed without their private half. */
@Entity({ name: 'card_key' })
export class CardKeyEntity {
  @PrimaryColumn({ name: 'kid', type: 'integer' })
  kid!: number;

  @Column({ name: 'use', type: 'text' })
  use!: string;

  @Column({ name: 'suite', type: 'smallint' })
  suite!: number;

  @Column({ name: 'public_key', type: 'bytea' })
  publicKey!: Buffer;

  /** Sealed under the field keys; null where a key file holds it. */
  @Column({ name: 'private_key_cipher', type: 'bytea', nullable: true })
  privateKeyCipher!: Buffer | null;

  @Column({ name: 'from_at', type: 'timestamptz' })
  fromAt!: Date;

  @Column({ name: 'to_at', type: 'timestamptz', nullable: true })
  toAt!: Date | null;

  @Column({ name: 'status', type: 'text' })
  status!: string;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;
}

/** Withdrawing a key, proposed by one person and decided by another. */
@Entity({ name: 'card_key_revocation' })
export class CardKeyRevocationEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'kid', type: 'integer' })
  kid!: number;

  @Column({ name: 'reason', type: 'text' })
  reason!: string;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'proposed_by', type: 'uuid' })
  proposedBy!: string;

  @Column({ name: 'proposed_at', type: 'timestamptz' })
  proposedAt!: Date;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}

/** The list of keys as the offline root signed it. */
@Entity({ name: 'card_key_list' })
export class CardKeyListEntity {
  @PrimaryColumn({ name: 'serial', type: 'integer' })
  serial!: number;

  @Column({ name: 'content', type: 'text' })
  content!: string;

  @Column({ name: 'root_public_key', type: 'bytea' })
  rootPublicKey!: Buffer;

  @Column({ name: 'signature', type: 'bytea' })
  signature!: Buffer;

  @Column({ name: 'signed_at', type: 'timestamptz' })
  signedAt!: Date;
}
