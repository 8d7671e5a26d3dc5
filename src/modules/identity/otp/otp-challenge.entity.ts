import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A one-time code that was asked for, known numbers and unknown ones alike. */
@Entity({ name: 'otp_challenge' })
export class OtpChallengeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'phone_hash', type: 'bytea' })
  phoneHash!: Buffer;

  /** The number itself, sealed while the code may still be used. */
  @Column({ name: 'phone_cipher', type: 'bytea', nullable: true })
  phoneCipher!: Buffer | null;

  @Column({ name: 'code_hash', type: 'bytea' })
  codeHash!: Buffer;

  @Column({ name: 'device_hash', type: 'bytea' })
  deviceHash!: Buffer;

  @Column({ name: 'tries', type: 'integer', default: 0 })
  tries!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}
