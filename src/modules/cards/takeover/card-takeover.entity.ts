import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One file of old cards and how far it got; its text is kept sealed until the rows are taken over or the file is given up. */
@Entity({ name: 'card_takeover' })
export class CardTakeoverEntity {
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
  state!: string;

  @Column({ name: 'failure', type: 'text', nullable: true })
  failure!: string | null;

  @Column({ name: 'total_rows', type: 'integer', default: 0 })
  totalRows!: number;

  @Column({ name: 'done_rows', type: 'integer', default: 0 })
  doneRows!: number;

  @Column({ name: 'new_rows', type: 'integer', default: 0 })
  newRows!: number;

  @Column({ name: 'linked_rows', type: 'integer', default: 0 })
  linkedRows!: number;

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

/** Why a row of the file was refused; values are masked. */
@Entity({ name: 'card_takeover_error' })
export class CardTakeoverErrorEntity {
  @PrimaryColumn({ name: 'takeover_id', type: 'uuid' })
  takeoverId!: string;

  @PrimaryColumn({ name: 'row_no', type: 'integer' })
  rowNo!: number;

  @PrimaryColumn({ name: 'field', type: 'text' })
  field!: string;

  @PrimaryColumn({ name: 'reason', type: 'text' })
  reason!: string;

  @Column({ name: 'masked_value', type: 'text' })
  maskedValue!: string;
}
