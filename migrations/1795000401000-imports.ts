// Imports of any kind of table: file, mapping, dry run, commit, undo. New tables, no locks on others. What member imports of before came to is
// taken along; their own tables go, as nothing reads them any more, and with them the refused fields, which were masked and fit no layout.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class Imports1795000401000 implements MigrationInterface {
  readonly name = 'Imports1795000401000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import_batch (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT import_batch_kind_known CHECK (kind IN ('members', 'enterprises')),
        org_id text NOT NULL REFERENCES union_org,
        file_name text NOT NULL CONSTRAINT import_batch_file_name_length CHECK (char_length(file_name) BETWEEN 1 AND 200),
        file_sha256 bytea NOT NULL,
        state text NOT NULL CONSTRAINT import_batch_state_known CHECK (state IN
          ('UPLOADED', 'MAPPING', 'CHECKING', 'CHECKED', 'COMMITTING', 'DONE', 'FAILED', 'CANCELLED', 'UNDOING', 'UNDONE')),
        failure text,
        failure_detail text,
        layout jsonb,
        mapping jsonb,
        total_rows integer NOT NULL DEFAULT 0,
        done_rows integer NOT NULL DEFAULT 0,
        added_rows integer NOT NULL DEFAULT 0,
        updated_rows integer NOT NULL DEFAULT 0,
        transferred_rows integer NOT NULL DEFAULT 0,
        asked_rows integer NOT NULL DEFAULT 0,
        unchanged_rows integer NOT NULL DEFAULT 0,
        refused_rows integer NOT NULL DEFAULT 0,
        planned jsonb,
        undo_blocks jsonb,
        requested_by uuid NOT NULL,
        scope text[] NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT import_batch_rows_add_up CHECK (done_rows <= total_rows AND
          done_rows = added_rows + updated_rows + transferred_rows + asked_rows + unchanged_rows + refused_rows)
      );
      CREATE INDEX import_batch_org ON import_batch (org_id, kind, id);
      CREATE TABLE import_piece (
        id uuid PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import_batch,
        piece_no integer NOT NULL,
        sealed bytea NOT NULL,
        CONSTRAINT import_piece_once UNIQUE (import_id, piece_no)
      );
      CREATE TABLE import_kept_row (
        id uuid PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import_batch,
        row_no integer NOT NULL,
        errors jsonb NOT NULL,
        sealed bytea NOT NULL,
        CONSTRAINT import_kept_row_once UNIQUE (import_id, row_no)
      );
      CREATE TABLE import_change (
        id uuid PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import_batch,
        row_no integer NOT NULL,
        outcome text NOT NULL CONSTRAINT import_change_outcome_known CHECK (outcome IN ('ADDED', 'UPDATED', 'TRANSFERRED', 'ASKED')),
        subject_id uuid NOT NULL,
        sealed bytea,
        CONSTRAINT import_change_once UNIQUE (import_id, row_no)
      );
      CREATE INDEX import_change_subject ON import_change (subject_id);
      CREATE TABLE import_layout (
        kind text NOT NULL,
        org_id text NOT NULL REFERENCES union_org,
        signature bytea NOT NULL,
        saved_by uuid NOT NULL,
        mapping jsonb NOT NULL,
        saved_at timestamptz NOT NULL,
        PRIMARY KEY (kind, org_id, signature, saved_by)
      );
      INSERT INTO import_batch (id, kind, org_id, file_name, file_sha256, state, failure, total_rows, done_rows, added_rows,
          unchanged_rows, refused_rows, requested_by, scope, created_at, finished_at)
        SELECT id, 'members', org_id, file_name, file_sha256, CASE WHEN state IN ('WAITING', 'RUNNING') THEN 'CANCELLED' ELSE state END,
          CASE WHEN failure IS NOT NULL THEN 'FILE_MALFORMED' END, total_rows, done_rows, added_rows, known_rows, refused_rows,
          requested_by, '{}', created_at, finished_at
        FROM member_import;
      DROP TABLE member_import_error, member_import;
    `);
    for (const table of ['import_batch', 'import_layout'])
      await runner.query(rowSecurity(table, visible.ofUnion('org_id')));
    for (const table of ['import_piece', 'import_kept_row', 'import_change'])
      await runner.query(rowSecurity(table, visible.of('import_batch', 'import_id')));
  }

  /** The tables of before come back empty of what was done since. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member_import (
        id uuid PRIMARY KEY,
        org_id text NOT NULL REFERENCES union_org,
        file_name text NOT NULL CONSTRAINT member_import_file_name_length CHECK (char_length(file_name) BETWEEN 1 AND 200),
        file_sha256 bytea NOT NULL,
        content bytea,
        state text NOT NULL CONSTRAINT member_import_state_known CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
        failure text,
        total_rows integer NOT NULL DEFAULT 0,
        done_rows integer NOT NULL DEFAULT 0,
        added_rows integer NOT NULL DEFAULT 0,
        known_rows integer NOT NULL DEFAULT 0,
        refused_rows integer NOT NULL DEFAULT 0,
        requested_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT member_import_rows_add_up CHECK (done_rows = added_rows + known_rows + refused_rows AND done_rows <= total_rows)
      );
      CREATE TABLE member_import_error (
        import_id uuid NOT NULL REFERENCES member_import,
        row_no integer NOT NULL,
        field text NOT NULL,
        reason text NOT NULL,
        masked_value text NOT NULL,
        PRIMARY KEY (import_id, row_no, field)
      );
      DROP TABLE import_layout, import_change, import_kept_row, import_piece, import_batch;
    `);
    await runner.query(rowSecurity('member_import', visible.ofUnion('org_id')));
    await runner.query(rowSecurity('member_import_error', visible.of('member_import', 'import_id')));
  }
}
