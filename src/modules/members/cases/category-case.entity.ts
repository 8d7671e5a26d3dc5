import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseKind, CaseState } from './case.rules.js';

/** The way of one category from an application or proposal to its end; who prepares it and who decides are different people. */
@Entity({ name: 'category_case' })
export class CategoryCaseEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'level', type: 'text', nullable: true })
  level!: string | null;

  @Column({ name: 'kind', type: 'text' })
  kind!: CaseKind;

  @Column({ name: 'cause', type: 'text', nullable: true })
  cause!: 'EXITED' | 'REVOKED' | null;

  @Column({ name: 'entry_id', type: 'uuid', nullable: true })
  entryId!: string | null;

  @Column({ name: 'from_on', type: 'date', nullable: true })
  fromOn!: string | null;

  @Column({ name: 'until_on', type: 'date', nullable: true })
  untilOn!: string | null;

  @Column({ name: 'state', type: 'text' })
  state!: CaseState;

  @Column({ name: 'basis', type: 'text' })
  basis!: string;

  @Column({ name: 'note', type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'proposed_by', type: 'uuid', nullable: true })
  proposedBy!: string | null;

  @Column({ name: 'prepared_by', type: 'uuid', nullable: true })
  preparedBy!: string | null;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'notice_from_on', type: 'date', nullable: true })
  noticeFromOn!: string | null;

  @Column({ name: 'notice_until_on', type: 'date', nullable: true })
  noticeUntilOn!: string | null;

  /** By which version of its category's meaning it was decided; null until then. */
  @Column({ name: 'meaning_version', type: 'integer', nullable: true })
  meaningVersion!: number | null;

  @Column({ name: 'evidence_erased_at', type: 'timestamptz', nullable: true })
  evidenceErasedAt!: Date | null;
}

/** Something said against a posted case; the words are sealed. */
@Entity({ name: 'category_objection' })
export class CategoryObjectionEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'case_id', type: 'uuid' })
  caseId!: string;

  @Column({ name: 'said_cipher', type: 'bytea', nullable: true })
  saidCipher!: Buffer | null;

  @Column({ name: 'state', type: 'text' })
  state!: 'OPEN' | 'UPHELD' | 'DISMISSED';

  @Column({ name: 'recorded_by', type: 'uuid' })
  recordedBy!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;

  @Column({ name: 'settled_by', type: 'uuid', nullable: true })
  settledBy!: string | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt!: Date | null;

  @Column({ name: 'note', type: 'text', nullable: true })
  note!: string | null;
}
