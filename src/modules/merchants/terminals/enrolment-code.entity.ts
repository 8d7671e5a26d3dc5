import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Permission to pair one till with a store: ten minutes, once, five tries. Only a keyed hash of the code is kept. */
@Entity({ name: 'enrolment_code' })
export class EnrolmentCodeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'store_id', type: 'text' })
  storeId!: string;

  @Column({ name: 'code_hash', type: 'bytea' })
  codeHash!: Buffer;

  @Column({ name: 'handle', type: 'text' })
  handle!: string;

  @Column({ name: 'label', type: 'text' })
  label!: string;

  @Column({ name: 'tries_left', type: 'integer', default: 5 })
  triesLeft!: number;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt!: Date | null;

  @Column({ name: 'created_by', type: 'uuid' })
  createdBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
