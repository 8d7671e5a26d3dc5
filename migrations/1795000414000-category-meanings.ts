// What a category means, by versions that two officers agreed on, and by which version a case was decided; who left a union is found by index. New tables; columns on member_category_code and category_case under a short ACCESS EXCLUSIVE, an index on member_event.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

const MEANING =
  'name, levels, notice_days, notice_scope, months_max, review_months, evidence_min, worker_may_apply, keep_years, retired';

export class CategoryMeanings1795000414000 implements MigrationInterface {
  readonly name = 'CategoryMeanings1795000414000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member_category_code
        ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT category_version_counts CHECK (version >= 1),
        ADD COLUMN retired boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT category_name_unique UNIQUE (name),
        ADD CONSTRAINT category_name_length CHECK (char_length(name) BETWEEN 2 AND 30);
      CREATE TABLE category_meaning (
        code text NOT NULL REFERENCES member_category_code,
        version integer NOT NULL CONSTRAINT category_meaning_version_counts CHECK (version >= 1),
        name text NOT NULL,
        levels text[] NOT NULL,
        notice_days integer NOT NULL,
        notice_scope text NOT NULL,
        months_max integer NOT NULL,
        review_months integer NOT NULL,
        evidence_min integer NOT NULL,
        worker_may_apply boolean NOT NULL,
        keep_years integer NOT NULL,
        retired boolean NOT NULL,
        reason text NOT NULL,
        from_at timestamptz,
        proposed_by uuid,
        decided_by uuid,
        PRIMARY KEY (code, version),
        CONSTRAINT category_meaning_two_people CHECK (decided_by <> proposed_by),
        CONSTRAINT category_meaning_decided CHECK ((from_at IS NULL) = (version = 1 AND decided_by IS NULL))
      );
      INSERT INTO category_meaning (code, version, ${MEANING}, reason)
        SELECT code, 1, ${MEANING}, '' FROM member_category_code;
      REVOKE UPDATE, DELETE ON category_meaning FROM app, scoped;
      CREATE TABLE category_meaning_proposal (
        id uuid PRIMARY KEY,
        code text NOT NULL CONSTRAINT category_meaning_proposal_code_form CHECK (code ~ '^[A-Z][A-Z_]{1,39}$'),
        is_new boolean NOT NULL,
        meaning jsonb NOT NULL,
        reason text NOT NULL CONSTRAINT category_meaning_proposal_reason_length CHECK (char_length(reason) BETWEEN 2 AND 300),
        state text NOT NULL CONSTRAINT category_meaning_proposal_state_known CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
        proposed_by uuid NOT NULL,
        proposed_at timestamptz NOT NULL,
        decided_by uuid,
        decided_at timestamptz,
        note text,
        CONSTRAINT category_meaning_proposal_two_people CHECK (state <> 'APPROVED' OR decided_by <> proposed_by),
        CONSTRAINT category_meaning_proposal_decided CHECK ((state = 'PROPOSED') = (decided_by IS NULL))
      );
      CREATE UNIQUE INDEX category_meaning_proposal_one_open ON category_meaning_proposal (code) WHERE state = 'PROPOSED';
      ALTER TABLE category_case ADD COLUMN meaning_version integer,
        ADD CONSTRAINT category_case_meaning_fkey FOREIGN KEY (code, meaning_version) REFERENCES category_meaning (code, version);
      CREATE INDEX member_event_left ON member_event (from_org_id) WHERE from_org_id IS NOT NULL;
      UPDATE category_case SET meaning_version = 1 WHERE decided_at IS NOT NULL;
    `);
    await runner.query(rowSecurity('category_meaning', visible.toOfficers));
    await runner.query(rowSecurity('category_meaning_proposal', visible.toOfficers));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE category_case DROP COLUMN meaning_version;
      DROP INDEX member_event_left;
      DROP TABLE category_meaning_proposal, category_meaning;
      ALTER TABLE member_category_code DROP CONSTRAINT category_name_unique, DROP CONSTRAINT category_name_length,
        DROP COLUMN version, DROP COLUMN retired;
    `);
  }
}
