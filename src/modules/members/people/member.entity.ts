import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A union member, found by ID number and phone only through their blind indexes. */
@Entity({ name: 'member' })
export class MemberEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_no', type: 'text' })
  memberNo!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'enterprise_id', type: 'uuid', nullable: true })
  enterpriseId!: string | null;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'gender', type: 'text', nullable: true })
  gender!: 'F' | 'M' | null;

  @Column({ name: 'birth_on', type: 'date', nullable: true })
  birthOn!: string | null;

  @Column({ name: 'joined_on', type: 'date', nullable: true })
  joinedOn!: string | null;

  @Column({ name: 'id_number_cipher', type: 'bytea' })
  idNumberCipher!: Buffer;

  @Column({ name: 'id_number_hash', type: 'bytea' })
  idNumberHash!: Buffer;

  @Column({ name: 'phone_cipher', type: 'bytea', nullable: true })
  phoneCipher!: Buffer | null;

  @Column({ name: 'phone_hash', type: 'bytea', nullable: true })
  phoneHash!: Buffer | null;

  @Column({ name: 'membership', type: 'text' })
  membership!: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN';

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
