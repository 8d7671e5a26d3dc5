import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one code with which an officer may choose a password and enrol an authenticator; kept as a hash, gone once used. */
@Entity({ name: 'login_activation' })
export class LoginActivationEntity {
  @PrimaryColumn({ name: 'login_id', type: 'uuid' })
  loginId!: string;

  @Column({ name: 'code_hash', type: 'bytea', unique: true })
  codeHash!: Buffer;

  /** The authenticator being enrolled, sealed; drawn when the code is first opened. */
  @Column({ name: 'totp_secret', type: 'bytea', nullable: true })
  totpSecret!: Buffer | null;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
