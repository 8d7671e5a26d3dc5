import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named group a person may belong to, with its levels, and what being of it means. */
@Entity({ name: 'member_category_code' })
export class MemberCategoryCodeEntity {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'levels', type: 'text', array: true, default: '{}' })
  levels!: string[];

  @Column({ name: 'notice_days', type: 'integer' })
  noticeDays!: number;

  @Column({ name: 'notice_scope', type: 'text' })
  noticeScope!: 'PUBLIC' | 'UNION';

  @Column({ name: 'months_max', type: 'integer' })
  monthsMax!: number;

  @Column({ name: 'review_months', type: 'integer' })
  reviewMonths!: number;

  @Column({ name: 'evidence_min', type: 'integer' })
  evidenceMin!: number;

  @Column({ name: 'worker_may_apply', type: 'boolean' })
  workerMayApply!: boolean;

  @Column({ name: 'keep_years', type: 'integer' })
  keepYears!: number;

  @Column({ name: 'version', type: 'integer', default: 1 })
  version!: number;

  @Column({ name: 'retired', type: 'boolean', default: false })
  retired!: boolean;
}

/** What we know now of one grant of a category; benefits and tills read this table and nothing else of categories. */
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

  /** PROPOSED and REFUSED are of the time before cases. */
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

  @Column({ name: 'case_id', type: 'uuid', nullable: true })
  caseId!: string | null;

  @Column({ name: 'previous_id', type: 'uuid', nullable: true })
  previousId!: string | null;

  @Column({ name: 'review_on', type: 'date', nullable: true })
  reviewOn!: string | null;

  @Column({ name: 'ended_reason', type: 'text', nullable: true })
  endedReason!: 'EXPIRED' | 'EXITED' | 'REVOKED' | 'REPLACED' | null;
}

/** One thing that was known of an entry from an instant on; never changed, so the past can be asked what it knew. */
@Entity({ name: 'member_category_fact' })
export class MemberCategoryFactEntity {
  @PrimaryColumn({ name: 'entry_id', type: 'uuid' })
  entryId!: string;

  @PrimaryColumn({ name: 'version', type: 'integer' })
  version!: number;

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

  @Column({ name: 'held', type: 'boolean' })
  held!: boolean;

  @Column({ name: 'cause', type: 'text' })
  cause!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
