// Budget lines, campaigns with their immutable versions and running totals, limits, and the holiday table. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Benefits1795000007000 implements MigrationInterface {
  readonly name = 'Benefits1795000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE budget_line (
        id text PRIMARY KEY CONSTRAINT budget_line_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        org_id text NOT NULL REFERENCES union_org,
        parent_id text REFERENCES budget_line,
        name text NOT NULL,
        total_fen bigint NOT NULL,
        handed_fen bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        CONSTRAINT budget_line_never_exceeded CHECK (handed_fen BETWEEN 0 AND total_fen)
      );
      CREATE TABLE campaign (
        id text PRIMARY KEY CONSTRAINT campaign_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        owner_org_id text NOT NULL REFERENCES union_org,
        state text NOT NULL CONSTRAINT campaign_state_known
          CHECK (state IN ('DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'PAUSED', 'ENDED')),
        version integer NOT NULL CONSTRAINT campaign_version_positive CHECK (version >= 1),
        definition jsonb NOT NULL,
        made_by uuid NOT NULL,
        submitted_by uuid,
        checked_by uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT campaign_maker_is_not_checker CHECK (checked_by IS NULL OR (checked_by <> made_by AND checked_by <> submitted_by))
      );
      CREATE INDEX campaign_owner ON campaign (owner_org_id);
      CREATE TABLE campaign_version (
        campaign_id text NOT NULL REFERENCES campaign,
        version integer NOT NULL,
        definition jsonb NOT NULL,
        made_by uuid NOT NULL,
        checked_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (campaign_id, version),
        CONSTRAINT campaign_version_maker_is_not_checker CHECK (checked_by <> made_by)
      );
      REVOKE UPDATE, DELETE ON campaign_version FROM app;
      CREATE TABLE campaign_runtime (
        campaign_id text PRIMARY KEY REFERENCES campaign,
        state text NOT NULL CONSTRAINT campaign_runtime_state_known CHECK (state IN ('PUBLISHED', 'PAUSED', 'ENDED')),
        version integer NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        budget_line_id text REFERENCES budget_line,
        total_fen bigint NOT NULL DEFAULT 0,
        spent_fen bigint NOT NULL DEFAULT 0,
        held_fen bigint NOT NULL DEFAULT 0,
        leased_fen bigint NOT NULL DEFAULT 0,
        uses bigint NOT NULL DEFAULT 0 CONSTRAINT campaign_runtime_uses_range CHECK (uses >= 0),
        CONSTRAINT campaign_runtime_no_negative CHECK (spent_fen >= 0 AND held_fen >= 0 AND leased_fen >= 0),
        CONSTRAINT campaign_runtime_budget_never_exceeded CHECK (spent_fen + held_fen + leased_fen <= total_fen),
        FOREIGN KEY (campaign_id, version) REFERENCES campaign_version
      ) WITH (fillfactor = 50);
      CREATE TABLE limit_counter (
        key text PRIMARY KEY,
        times bigint NOT NULL DEFAULT 0 CONSTRAINT limit_counter_times_range CHECK (times >= 0),
        amount_fen bigint NOT NULL DEFAULT 0 CONSTRAINT limit_counter_amount_range CHECK (amount_fen >= 0)
      ) WITH (fillfactor = 70);
      CREATE TABLE holiday (
        date_on date PRIMARY KEY,
        kind text NOT NULL CONSTRAINT holiday_kind_known CHECK (kind IN ('WORKDAY', 'RESTDAY', 'HOLIDAY')),
        name text NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE holiday, limit_counter, campaign_runtime, campaign_version, campaign, budget_line;
    `);
  }
}
