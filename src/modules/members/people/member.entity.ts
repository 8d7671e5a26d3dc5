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

  @Column({ name: 'id_number_cipher', type: 'bytea', nullable: true })
  idNumberCipher!: Buffer | null;

  /** Under an index key of odd id, the column after it under one of even id: while the key is changed, both stand. */
  @Column({ name: 'id_number_hash', type: 'bytea', nullable: true })
  idNumberHash!: Buffer | null;

  @Column({ name: 'id_number_hash_even', type: 'bytea', nullable: true })
  idNumberHashEven!: Buffer | null;

  @Column({ name: 'phone_cipher', type: 'bytea', nullable: true })
  phoneCipher!: Buffer | null;

  @Column({ name: 'phone_hash', type: 'bytea', nullable: true })
  phoneHash!: Buffer | null;

  @Column({ name: 'phone_hash_even', type: 'bytea', nullable: true })
  phoneHashEven!: Buffer | null;

  /** Since when the row is only a surrogate: no name, no numbers. */
  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt!: Date | null;

  @Column({ name: 'membership', type: 'text' })
  membership!: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN';

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
