import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named group a person may belong to, with its levels. */
@Entity({ name: 'member_category_code' })
export class MemberCategoryCodeEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'levels', type: 'text', array: true, default: '{}' })
  levels!: string[];
}

/** One grant of a category, from its proposal to its end; maker and checker are different people. */
@Entity({ name: 'member_category' })
export class MemberCategoryEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'level', type: 'text', nullable: true })
  level!: string | null;

  @Column({ name: 'from_on', type: 'date' })
  fromOn!: string;

  @Column({ name: 'until_on', type: 'date', nullable: true })
  untilOn!: string | null;

  @Column({ name: 'state', type: 'text' })
  state!: 'PROPOSED' | 'GRANTED' | 'REFUSED' | 'ENDED';

  @Column({ name: 'basis', type: 'text' })
  basis!: string;

  @Column({ name: 'proposed_by', type: 'uuid' })
  proposedBy!: string;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}
