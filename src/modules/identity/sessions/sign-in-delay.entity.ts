import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Wrong attempts of one account from one address; the key is their blind index. */
@Entity({ name: 'sign_in_delay' })
export class SignInDelayEntity {
  @PrimaryColumn({ name: 'key_hash', type: 'bytea' })
  keyHash!: Buffer;

  @Column({ name: 'failures', type: 'integer' })
  failures!: number;

  @Column({ name: 'blocked_until', type: 'timestamptz' })
  blockedUntil!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
