import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A till: a POS of a vendor or the merchant page in one browser. */
@Entity({ name: 'terminal' })
export class TerminalEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'store_id', type: 'text' })
  storeId!: string;

  @Column({ name: 'label', type: 'text' })
  label!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'scopes', type: 'text', array: true })
  scopes!: string[];

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

/** A key a till signs with: the public half of its own pair, or a sealed shared secret. */
@Entity({ name: 'terminal_key' })
export class TerminalKeyEntity {
  @PrimaryColumn({ name: 'key_id', type: 'text' })
  keyId!: string;

  @Column({ name: 'terminal_id', type: 'text' })
  terminalId!: string;

  @Column({ name: 'algorithm', type: 'text' })
  algorithm!: string;

  @Column({ name: 'public_key', type: 'bytea', nullable: true })
  publicKey!: Buffer | null;

  @Column({ name: 'secret_cipher', type: 'bytea', nullable: true })
  secretCipher!: Buffer | null;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
