// What each category means, the case by which it is granted, and what was known of it when. New tables; three columns on member_category
// (no rewrite, a short lock). Proposals and refusals move from member_category to category_case: current knowledge stays alone in its table.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class CategoryCases1795000404000 implements MigrationInterface {
  readonly name = 'CategoryCases1795000404000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEANING);
    await runner.query(CASES);
    await runner.query(KNOWLEDGE);
    await runner.query(rowSecurity('category_case', visible.ofMember('member_id')));
    await runner.query(rowSecurity('category_objection', visible.of('category_case', 'case_id')));
    await runner.query(rowSecurity('member_category_fact', visible.ofMember('member_id')));
    await runner.query(MOVE_UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(MOVE_DOWN);
    await runner.query(`
      ALTER TABLE member_category DROP COLUMN case_id, DROP COLUMN previous_id, DROP COLUMN review_on, DROP COLUMN ended_reason;
      DROP TABLE category_objection, category_case, member_category_fact;
      ALTER TABLE member_category_code DROP COLUMN notice_days, DROP COLUMN notice_scope, DROP COLUMN months_max,
        DROP COLUMN review_months, DROP COLUMN evidence_min, DROP COLUMN worker_may_apply, DROP COLUMN keep_years;
    `);
  }
}

const MEANING = `
  ALTER TABLE member_category_code
    ADD COLUMN notice_days integer NOT NULL DEFAULT 5 CONSTRAINT category_notice_days_range CHECK (notice_days BETWEEN 0 AND 60),
    ADD COLUMN notice_scope text NOT NULL DEFAULT 'UNION' CONSTRAINT category_notice_scope_known CHECK (notice_scope IN ('PUBLIC', 'UNION')),
    ADD COLUMN months_max integer NOT NULL DEFAULT 12 CONSTRAINT category_months_range CHECK (months_max BETWEEN 1 AND 120),
    ADD COLUMN review_months integer NOT NULL DEFAULT 12 CONSTRAINT category_review_range CHECK (review_months BETWEEN 1 AND 120),
    ADD COLUMN evidence_min integer NOT NULL DEFAULT 1 CONSTRAINT category_evidence_range CHECK (evidence_min BETWEEN 0 AND 10),
    ADD COLUMN worker_may_apply boolean NOT NULL DEFAULT true,
    ADD COLUMN keep_years integer NOT NULL DEFAULT 5 CONSTRAINT category_keep_range CHECK (keep_years BETWEEN 1 AND 30);
  UPDATE member_category_code SET notice_scope = 'PUBLIC', months_max = 60, worker_may_apply = false WHERE code = 'MODEL_WORKER';
  UPDATE member_category_code SET notice_days = 0, months_max = 24, evidence_min = 0, keep_years = 3 WHERE code = 'MIGRANT';
  UPDATE member_category_code SET notice_days = 0, keep_years = 3 WHERE code = 'NEW_FORM';`;

const CASES = `
  CREATE TABLE category_case (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES member,
    code text NOT NULL REFERENCES member_category_code,
    level text,
    kind text NOT NULL CONSTRAINT category_case_kind_known CHECK (kind IN ('NEW', 'RELAPSE', 'REVIEW', 'CORRECTION', 'EXIT')),
    cause text CONSTRAINT category_case_cause_known CHECK (cause IN ('EXITED', 'REVOKED')),
    entry_id uuid REFERENCES member_category,
    from_on date,
    until_on date,
    state text NOT NULL CONSTRAINT category_case_state_known CHECK (state IN
      ('DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE', 'GRANTED', 'EXITED', 'REFUSED', 'WITHDRAWN')),
    basis text NOT NULL,
    note text,
    proposed_by uuid,
    prepared_by uuid,
    decided_by uuid,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    closed_at timestamptz,
    notice_from_on date,
    notice_until_on date,
    evidence_erased_at timestamptz,
    CONSTRAINT category_case_dates_ordered CHECK (until_on IS NULL OR from_on IS NULL OR until_on >= from_on),
    CONSTRAINT category_case_exit_has_cause CHECK ((kind = 'EXIT') = (cause IS NOT NULL)),
    CONSTRAINT category_case_maker_is_not_checker
      CHECK (decided_by IS NULL OR (decided_by IS DISTINCT FROM prepared_by AND decided_by IS DISTINCT FROM proposed_by)),
    CONSTRAINT category_case_two_people CHECK (state NOT IN ('NOTICE', 'GRANTED', 'EXITED') OR (prepared_by IS NOT NULL AND decided_by IS NOT NULL)),
    CONSTRAINT category_case_notice_has_days CHECK (state <> 'NOTICE' OR (notice_from_on IS NOT NULL AND notice_until_on >= notice_from_on)),
    CONSTRAINT category_case_closed CHECK ((closed_at IS NOT NULL) = (state IN ('GRANTED', 'EXITED', 'REFUSED', 'WITHDRAWN')))
  );
  CREATE UNIQUE INDEX category_case_one_open ON category_case (member_id, code)
    WHERE state IN ('DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE');
  CREATE INDEX category_case_member ON category_case (member_id, id);
  CREATE INDEX category_case_state ON category_case (state, id);
  CREATE INDEX category_case_notice ON category_case (notice_until_on) WHERE state = 'NOTICE';
  CREATE TABLE category_objection (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES category_case,
    said_cipher bytea,
    state text NOT NULL CONSTRAINT category_objection_state_known CHECK (state IN ('OPEN', 'UPHELD', 'DISMISSED')),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    settled_by uuid,
    settled_at timestamptz,
    note text,
    CONSTRAINT category_objection_maker_is_not_checker CHECK (settled_by IS DISTINCT FROM recorded_by),
    CONSTRAINT category_objection_settled CHECK ((state = 'OPEN') = (settled_by IS NULL))
  );
  CREATE INDEX category_objection_case ON category_objection (case_id);`;

const KNOWLEDGE = `
  ALTER TABLE member_category
    ADD COLUMN case_id uuid REFERENCES category_case,
    ADD COLUMN previous_id uuid REFERENCES member_category,
    ADD COLUMN review_on date,
    ADD COLUMN ended_reason text
      CONSTRAINT member_category_ended_reason_known CHECK (ended_reason IN ('EXPIRED', 'EXITED', 'REVOKED', 'REPLACED'));
  CREATE INDEX member_category_ending ON member_category (until_on) WHERE state = 'GRANTED';
  CREATE INDEX member_category_review ON member_category (review_on) WHERE state = 'GRANTED';
  CREATE TABLE member_category_fact (
    entry_id uuid NOT NULL REFERENCES member_category,
    version integer NOT NULL CONSTRAINT member_category_fact_version_counts CHECK (version >= 1),
    member_id uuid NOT NULL REFERENCES member,
    code text NOT NULL,
    level text,
    from_on date NOT NULL,
    until_on date,
    held boolean NOT NULL,
    cause text NOT NULL CONSTRAINT member_category_fact_cause_known
      CHECK (cause IN ('GRANTED', 'LOADED', 'RENEWED', 'CORRECTED', 'EXITED', 'REVOKED', 'REPLACED')),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (entry_id, version),
    CONSTRAINT member_category_fact_dates_ordered CHECK (until_on IS NULL OR until_on >= from_on)
  );
  CREATE INDEX member_category_fact_member ON member_category_fact (member_id, recorded_at);
  REVOKE UPDATE, DELETE ON member_category_fact FROM app, scoped;`;

// When an entry ended before facts were kept is not known; what is known is that it no longer held today.
const MOVE_UP = `
  INSERT INTO category_case (id, member_id, code, level, kind, from_on, until_on, state, basis, proposed_by, prepared_by, decided_by, created_at,
      decided_at, closed_at)
    SELECT id, member_id, code, level, 'NEW', NULL, until_on, CASE state WHEN 'PROPOSED' THEN 'IN_REVIEW' ELSE 'REFUSED' END, basis, proposed_by,
      proposed_by, decided_by, created_at, decided_at, CASE state WHEN 'REFUSED' THEN decided_at END
    FROM member_category WHERE state IN ('PROPOSED', 'REFUSED');
  DELETE FROM member_category WHERE state IN ('PROPOSED', 'REFUSED');
  INSERT INTO member_category_fact (entry_id, version, member_id, code, level, from_on, until_on, held, cause, recorded_at)
    SELECT id, 1, member_id, code, level, from_on, until_on, true, 'GRANTED', coalesce(decided_at, created_at) FROM member_category;
  INSERT INTO member_category_fact (entry_id, version, member_id, code, level, from_on, until_on, held, cause, recorded_at)
    SELECT id, 2, member_id, code, level, from_on, greatest(from_on, current_date - 1), from_on < current_date, 'REVOKED', now()
    FROM member_category WHERE state = 'ENDED' AND (until_on IS NULL OR until_on >= current_date);`;

const MOVE_DOWN = `
  UPDATE member_category SET case_id = NULL;
  INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, decided_by, created_at, decided_at)
    SELECT c.id, c.member_id, c.code, c.level, (c.created_at AT TIME ZONE 'Asia/Shanghai')::date, NULL,
      CASE c.state WHEN 'REFUSED' THEN 'REFUSED' ELSE 'PROPOSED' END, c.basis, coalesce(c.prepared_by, c.proposed_by),
      CASE c.state WHEN 'REFUSED' THEN c.decided_by END, c.created_at, CASE c.state WHEN 'REFUSED' THEN c.decided_at END
    FROM category_case c WHERE c.kind IN ('NEW', 'RELAPSE') AND coalesce(c.prepared_by, c.proposed_by) IS NOT NULL
      AND (c.state IN ('PROPOSED', 'IN_REVIEW', 'NOTICE') OR (c.state = 'REFUSED' AND c.decided_by IS NOT NULL))
    ON CONFLICT (member_id, code) WHERE state IN ('PROPOSED', 'GRANTED') DO NOTHING;`;
