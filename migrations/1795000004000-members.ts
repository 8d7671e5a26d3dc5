// People, what they were granted, and roster imports. ID number and phone are ciphertext with a blind index. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Members1795000004000 implements MigrationInterface {
  readonly name = 'Members1795000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member_category_code (
        code text PRIMARY KEY CONSTRAINT member_category_code_form CHECK (code ~ '^[A-Z][A-Z_]{1,39}$'),
        name text NOT NULL,
        levels text[] NOT NULL DEFAULT '{}'
      );
      INSERT INTO member_category_code (code, name, levels) VALUES
        ('HARDSHIP', '困难职工', '{DEEP,RELATIVE,SUDDEN}'),
        ('MODEL_WORKER', '劳模', '{NATIONAL,PROVINCIAL,CITY}'),
        ('MODEL_WORKER_HARDSHIP', '困难劳模', '{}'),
        ('SINGLE_MOTHER_HARDSHIP', '困难单亲女职工', '{}'),
        ('MIGRANT', '农民工', '{}'),
        ('NEW_FORM', '新就业形态劳动者', '{}');
      CREATE SEQUENCE member_no_seq AS bigint MINVALUE 1;
      CREATE TABLE member (
        id uuid PRIMARY KEY,
        member_no text NOT NULL CONSTRAINT member_no_unique UNIQUE,
        org_id text NOT NULL REFERENCES union_org,
        enterprise_id uuid REFERENCES enterprise,
        name text NOT NULL CONSTRAINT member_name_length CHECK (char_length(name) BETWEEN 1 AND 50),
        gender text NOT NULL CONSTRAINT member_gender_known CHECK (gender IN ('F', 'M')),
        birth_on date NOT NULL,
        joined_on date NOT NULL,
        id_number_cipher bytea NOT NULL,
        id_number_hash bytea NOT NULL CONSTRAINT member_id_number_unique UNIQUE,
        phone_cipher bytea NOT NULL,
        phone_hash bytea NOT NULL CONSTRAINT member_phone_unique UNIQUE,
        membership text NOT NULL CONSTRAINT member_membership_known CHECK (membership IN ('ACTIVE', 'RETAINED', 'WITHDRAWN')),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX member_org ON member (org_id, id);
      CREATE INDEX member_name ON member (name text_pattern_ops);
      CREATE TABLE member_category (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        code text NOT NULL REFERENCES member_category_code,
        level text,
        from_on date NOT NULL,
        until_on date,
        state text NOT NULL CONSTRAINT member_category_state_known CHECK (state IN ('PROPOSED', 'GRANTED', 'REFUSED', 'ENDED')),
        basis text NOT NULL,
        proposed_by uuid NOT NULL,
        decided_by uuid,
        created_at timestamptz NOT NULL,
        decided_at timestamptz,
        CONSTRAINT member_category_dates_ordered CHECK (until_on IS NULL OR until_on >= from_on),
        CONSTRAINT member_category_maker_is_not_checker CHECK (decided_by IS DISTINCT FROM proposed_by),
        CONSTRAINT member_category_decided CHECK (state = 'PROPOSED' OR decided_by IS NOT NULL)
      );
      CREATE UNIQUE INDEX member_category_one_entry ON member_category (member_id, code) WHERE state IN ('PROPOSED', 'GRANTED');
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
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE member_import_error, member_import, member_category, member, member_category_code;
      DROP SEQUENCE member_no_seq;
    `);
  }
}
