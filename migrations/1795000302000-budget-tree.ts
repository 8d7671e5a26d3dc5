// Budget lines get a year, a state, a version and where they were carried over to; proposals that two officers decide; alerts that only tell. New table; ACCESS EXCLUSIVE locks for a moment on budget_line, alert and posting, whose two new indexes are built meanwhile.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BudgetTree1795000302000 implements MigrationInterface {
  readonly name = 'BudgetTree1795000302000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LINES);
    await runner.query(`
      CREATE TABLE budget_proposal (
        id uuid PRIMARY KEY,
        line_id text NOT NULL REFERENCES budget_line,
        kind text NOT NULL CONSTRAINT budget_proposal_kind_known CHECK (kind IN ('RAISE', 'REDUCE', 'CLAW_BACK')),
        amount_fen bigint NOT NULL CONSTRAINT budget_proposal_amount_positive CHECK (amount_fen > 0),
        reason text NOT NULL,
        state text NOT NULL CONSTRAINT budget_proposal_state_known CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
        proposed_by uuid NOT NULL,
        proposed_at timestamptz NOT NULL,
        decided_by uuid,
        decided_at timestamptz,
        note text,
        CONSTRAINT budget_proposal_decided_by_somebody CHECK ((state = 'PROPOSED') = (decided_by IS NULL)),
        -- One who changed their mind may take the own proposal back, never put it through.
        CONSTRAINT budget_proposal_maker_is_not_checker CHECK (state <> 'APPROVED' OR decided_by <> proposed_by)
      );
      CREATE UNIQUE INDEX budget_proposal_one_open ON budget_proposal (line_id) WHERE state = 'PROPOSED';
      CREATE INDEX budget_proposal_line ON budget_proposal (line_id, id);
    `);
    await runner.query(`
      ALTER TABLE alert ADD COLUMN severity text NOT NULL DEFAULT 'STOP'
          CONSTRAINT alert_severity_known CHECK (severity IN ('STOP', 'NOTICE')),
        DROP CONSTRAINT alert_examined_by_somebody,
        ADD CONSTRAINT alert_examined_by_somebody
          CHECK (CASE WHEN severity = 'NOTICE' AND state = 'SETTLED' THEN true ELSE (state = 'OPEN') = (examined_by IS NULL) END);
      CREATE INDEX posting_of_line_out ON posting (credit_account, event_id) WHERE credit_account LIKE 'budget-line:%';
      CREATE INDEX posting_of_line_in ON posting (debit_account, event_id) WHERE debit_account LIKE 'budget-line:%';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX posting_of_line_out;
      DROP INDEX posting_of_line_in;
      DELETE FROM alert WHERE severity = 'NOTICE';
      ALTER TABLE alert DROP CONSTRAINT alert_examined_by_somebody, DROP COLUMN severity,
        ADD CONSTRAINT alert_examined_by_somebody CHECK ((state = 'OPEN') = (examined_by IS NULL));
      DROP TABLE budget_proposal;
      DROP TRIGGER budget_line_moves_version ON budget_line;
      DROP FUNCTION budget_line_next_version();
      ALTER TABLE budget_line DROP COLUMN budget_year, DROP COLUMN state, DROP COLUMN version, DROP COLUMN carried_to_id;
    `);
  }
}

const LINES = `
  ALTER TABLE budget_line
    ADD COLUMN budget_year smallint,
    ADD COLUMN state text NOT NULL DEFAULT 'OPEN' CONSTRAINT budget_line_state_known CHECK (state IN ('OPEN', 'CLOSED')),
    ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT budget_line_version_positive CHECK (version >= 1),
    ADD COLUMN carried_to_id text REFERENCES budget_line,
    ADD CONSTRAINT budget_line_carried_when_closed CHECK (carried_to_id IS NULL OR state = 'CLOSED');
  -- A year of the local calendar, and never another one than the line above has.
  WITH RECURSIVE tree AS (
    SELECT id, extract(year FROM created_at AT TIME ZONE 'Asia/Shanghai')::smallint AS year FROM budget_line WHERE parent_id IS NULL
    UNION ALL
    SELECT l.id, t.year FROM budget_line l JOIN tree t ON l.parent_id = t.id
  )
  UPDATE budget_line l SET budget_year = t.year FROM tree t WHERE t.id = l.id;
  ALTER TABLE budget_line ALTER COLUMN budget_year SET NOT NULL,
    ADD CONSTRAINT budget_line_year_range CHECK (budget_year BETWEEN 2000 AND 9999);
  CREATE INDEX budget_line_year ON budget_line (budget_year);
  CREATE INDEX budget_line_parent ON budget_line (parent_id);
  CREATE FUNCTION budget_line_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Whoever compares versions must see every change, whichever statement made it.
    IF NEW.version <= OLD.version THEN NEW.version := OLD.version + 1; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER budget_line_moves_version BEFORE UPDATE ON budget_line
    FOR EACH ROW EXECUTE FUNCTION budget_line_next_version();`;
