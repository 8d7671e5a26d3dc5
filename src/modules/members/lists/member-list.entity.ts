import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named list of members; its size counts its entries and is moved with them. */
@Entity({ name: 'member_list' })
export class MemberListEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'owner_org_id', type: 'text' })
  ownerOrgId!: string;

  @Column({ name: 'size', type: 'integer', default: 0 })
  size!: number;

  @Column({ name: 'created_by', type: 'uuid' })
  createdBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

/** One member on one list. */
@Entity({ name: 'member_list_entry' })
export class MemberListEntryEntity {
  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'added_by', type: 'uuid' })
  addedBy!: string;

  @Column({ name: 'added_at', type: 'timestamptz' })
  addedAt!: Date;
}
