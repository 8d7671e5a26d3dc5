import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One way for one person to sign in: an officer or a merchant's by username, a worker by phone. */
@Entity({ name: 'login' })
export class LoginEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'username', type: 'text', nullable: true, unique: true })
  username!: string | null;

  @Column({ name: 'phone_hash', type: 'bytea', nullable: true, unique: true })
  phoneHash!: Buffer | null;

  /** The same under an index key of even id: while the key is changed, both stand. */
  @Column({ name: 'phone_hash_even', type: 'bytea', nullable: true, unique: true })
  phoneHashEven!: Buffer | null;

  /** An applicant's number, sealed: members' are sealed with the member. */
  @Column({ name: 'phone_cipher', type: 'bytea', nullable: true })
  phoneCipher!: Buffer | null;

  @Column({ name: 'display_name', type: 'text' })
  displayName!: string;

  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  @Column({ name: 'totp_secret', type: 'bytea', nullable: true })
  totpSecret!: Buffer | null;

  @Column({ name: 'totp_last_step', type: 'bigint', default: 0 })
  totpLastStep!: number;

  @Column({ name: 'member_id', type: 'uuid', nullable: true, unique: true })
  memberId!: string | null;

  @Column({ name: 'merchant_id', type: 'text', nullable: true })
  merchantId!: string | null;

  @Column({ name: 'store_id', type: 'text', nullable: true })
  storeId!: string | null;

  @Column({ name: 'merchant_role', type: 'text', nullable: true })
  merchantRole!: string | null;

  @Column({ name: 'active', type: 'boolean', default: true })
  active!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

/** What an officer may do over which subtree, and until when. */
@Entity({ name: 'login_role' })
export class LoginRoleEntity {
  @PrimaryColumn({ name: 'login_id', type: 'uuid' })
  loginId!: string;

  @PrimaryColumn({ name: 'role', type: 'text' })
  role!: string;

  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'until_on', type: 'date', nullable: true })
  untilOn!: string | null;
}
