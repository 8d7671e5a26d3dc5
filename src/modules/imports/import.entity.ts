import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One file on its way in, from its upload to its undoing. */
@Entity({ name: 'import_batch' })
export class ImportBatchEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'org_id', type: 'text' })
  orgId!: string;

  @Column({ name: 'file_name', type: 'text' })
  fileName!: string;

  @Column({ name: 'file_sha256', type: 'bytea' })
  fileSha256!: Buffer;

  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'failure', type: 'text', nullable: true })
  failure!: string | null;

  @Column({ name: 'failure_detail', type: 'text', nullable: true })
  failureDetail!: string | null;

  @Column({ name: 'layout', type: 'jsonb', nullable: true })
  layout!: unknown;

  @Column({ name: 'mapping', type: 'jsonb', nullable: true })
  mapping!: unknown;

  @Column({ name: 'total_rows', type: 'integer', default: 0 })
  totalRows!: number;

  @Column({ name: 'done_rows', type: 'integer', default: 0 })
  doneRows!: number;

  @Column({ name: 'added_rows', type: 'integer', default: 0 })
  addedRows!: number;

  @Column({ name: 'updated_rows', type: 'integer', default: 0 })
  updatedRows!: number;

  @Column({ name: 'transferred_rows', type: 'integer', default: 0 })
  transferredRows!: number;

  @Column({ name: 'asked_rows', type: 'integer', default: 0 })
  askedRows!: number;

  @Column({ name: 'unchanged_rows', type: 'integer', default: 0 })
  unchangedRows!: number;

  @Column({ name: 'refused_rows', type: 'integer', default: 0 })
  refusedRows!: number;

  /** What the dry run counted. */
  @Column({ name: 'planned', type: 'jsonb', nullable: true })
  planned!: unknown;

  /** Why the last undo was not done. */
  @Column({ name: 'undo_blocks', type: 'jsonb', nullable: true })
  undoBlocks!: unknown;

  @Column({ name: 'requested_by', type: 'uuid' })
  requestedBy!: string;

  /** The subtrees of whoever sent it or, later, of whoever committed it. */
  @Column({ name: 'scope', type: 'text', array: true })
  scope!: string[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}

/** A piece of the file's content, sealed, and gone once the import has ended. */
@Entity({ name: 'import_piece' })
export class ImportPieceEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'import_id', type: 'uuid' })
  importId!: string;

  @Column({ name: 'piece_no', type: 'integer' })
  pieceNo!: number;

  @Column({ name: 'sealed', type: 'bytea' })
  sealed!: Buffer;
}

/** What goes back to the officer: title and header without errors, then each row that did not come in, its cells sealed. */
@Entity({ name: 'import_kept_row' })
export class ImportKeptRowEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'import_id', type: 'uuid' })
  importId!: string;

  @Column({ name: 'row_no', type: 'integer' })
  rowNo!: number;

  @Column({ name: 'errors', type: 'jsonb' })
  errors!: unknown;

  @Column({ name: 'sealed', type: 'bytea' })
  sealed!: Buffer;
}

/** What a row of the file changed, with what was before and after, sealed: enough to take it back. */
@Entity({ name: 'import_change' })
export class ImportChangeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'import_id', type: 'uuid' })
  importId!: string;

  @Column({ name: 'row_no', type: 'integer' })
  rowNo!: number;

  @Column({ name: 'outcome', type: 'text' })
  outcome!: string;

  @Column({ name: 'subject_id', type: 'uuid' })
  subjectId!: string;

  @Column({ name: 'sealed', type: 'bytea', nullable: true })
  sealed!: Buffer | null;
}

/** Which column held what the last time a header came. */
@Entity({ name: 'import_layout' })
export class ImportLayoutEntity {
  @PrimaryColumn({ name: 'kind', type: 'text' })
  kind!: string;

  @PrimaryColumn({ name: 'org_id', type: 'text' })
  orgId!: string;

  @PrimaryColumn({ name: 'signature', type: 'bytea' })
  signature!: Buffer;

  @PrimaryColumn({ name: 'saved_by', type: 'uuid' })
  savedBy!: string;

  @Column({ name: 'mapping', type: 'jsonb' })
  mapping!: unknown;

  @Column({ name: 'saved_at', type: 'timestamptz' })
  savedAt!: Date;
}
