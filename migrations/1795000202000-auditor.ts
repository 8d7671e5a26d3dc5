// What the auditor found, and how far it has proven what campaigns gave. New tables and one index, short lock on reversal.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Auditor1795000202000 implements MigrationInterface {
  readonly name = 'Auditor1795000202000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert (
        id uuid PRIMARY KEY,
        code text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        org_path text NOT NULL,
        detail jsonb NOT NULL,
        state text NOT NULL DEFAULT 'OPEN' CONSTRAINT alert_state_known CHECK (state IN ('OPEN', 'EXAMINED', 'SETTLED')),
        raised_at timestamptz NOT NULL,
        examined_by uuid,
        examined_at timestamptz,
        note text,
        settled_by uuid,
        settled_at timestamptz,
        CONSTRAINT alert_examined_by_somebody CHECK ((state = 'OPEN') = (examined_by IS NULL)),
        CONSTRAINT alert_maker_is_not_checker CHECK (settled_by IS NULL OR settled_by <> examined_by)
      );
      CREATE UNIQUE INDEX alert_one_unsettled ON alert (code, subject_kind, subject_id) WHERE state <> 'SETTLED';
      CREATE TABLE audit_proof (
        campaign_id text PRIMARY KEY REFERENCES campaign,
        up_to uuid NOT NULL,
        union_fen bigint NOT NULL,
        uses bigint NOT NULL
      );
      CREATE INDEX reversal_made ON reversal (id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX reversal_made; DROP TABLE audit_proof, alert;');
  }
}
