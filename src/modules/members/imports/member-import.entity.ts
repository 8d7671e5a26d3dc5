import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One roster file on its way in; `content` is sealed and gone once the file was read. */
@Entity({ name: 'member_import' })
export class MemberImportEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'file_name', type: 'text' })
  fileName!: string;

  @Column({ name: 'file_sha256', type: 'bytea' })
  fileSha256!: Buffer;

  @Column({ name: 'content', type: 'bytea', nullable: true })
  content!: Buffer | null;

  @Column({ name: 'state', type: 'text' })
  state!: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';

  @Column({ name: 'failure', type: 'text', nullable: true })
  failure!: string | null;

  @Column({ name: 'total_rows', type: 'integer', default: 0 })
  totalRows!: number;

  @Column({ name: 'done_rows', type: 'integer', default: 0 })
  doneRows!: number;

  @Column({ name: 'added_rows', type: 'integer', default: 0 })
  addedRows!: number;

  @Column({ name: 'known_rows', type: 'integer', default: 0 })
  knownRows!: number;

  @Column({ name: 'refused_rows', type: 'integer', default: 0 })
  refusedRows!: number;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}

/** Why one field of one row was refused; the value is masked before it is written. */
@Entity({ name: 'member_import_error' })
export class MemberImportErrorEntity {
  @PrimaryColumn({ name: 'import_id', type: 'uuid' })
  importId!: string;

  @PrimaryColumn({ name: 'row_no', type: 'integer' })
  rowNo!: number;

  @PrimaryColumn({ name: 'field', type: 'text' })
  field!: string;

  @Column({ name: 'reason', type: 'text' })
  reason!: string;

  @Column({ name: 'masked_value', type: 'text' })
  maskedValue!: string;
}
