// Hardship files apart: applications with their statements, evidence and home visits, in a schema only role evidence may use. New tables, no locks.
// Nothing here points into the business tables and nothing there points here: the id of the case is the one thing both sides know.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Evidence1795000404100 implements MigrationInterface {
  readonly name = 'Evidence1795000404100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA evidence;
      REVOKE ALL ON SCHEMA evidence FROM PUBLIC;
      CREATE TABLE evidence.application (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL,
        code text NOT NULL,
        level text,
        applied_by text NOT NULL CONSTRAINT application_by_known CHECK (applied_by IN ('WORKER', 'OFFICER')),
        statement_cipher bytea,
        consent_version text,
        created_at timestamptz NOT NULL,
        CONSTRAINT application_worker_consented CHECK (applied_by = 'OFFICER' OR consent_version IS NOT NULL)
      );
      CREATE INDEX application_member ON evidence.application (member_id);
      CREATE TABLE evidence.file (
        id uuid PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES evidence.application ON DELETE CASCADE,
        slot smallint NOT NULL CONSTRAINT file_slot_range CHECK (slot BETWEEN 1 AND 10),
        media text NOT NULL CONSTRAINT file_media_known CHECK (media IN ('application/pdf', 'image/jpeg', 'image/png')),
        bytes integer NOT NULL CONSTRAINT file_bytes_range CHECK (bytes BETWEEN 1 AND 5242880),
        sha256 bytea NOT NULL CONSTRAINT file_sha256_length CHECK (octet_length(sha256) = 32),
        content bytea NOT NULL,
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL,
        CONSTRAINT file_one_a_slot UNIQUE (application_id, slot),
        CONSTRAINT file_once UNIQUE (application_id, sha256)
      );
      ALTER TABLE evidence.file ALTER COLUMN content SET STORAGE EXTERNAL;
      CREATE TABLE evidence.visit (
        id uuid PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES evidence.application ON DELETE CASCADE,
        visited_on date NOT NULL,
        visited_by text NOT NULL CONSTRAINT visit_by_length CHECK (char_length(visited_by) BETWEEN 1 AND 100),
        note_cipher bytea NOT NULL,
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL
      );
      CREATE INDEX visit_application ON evidence.visit (application_id);
      GRANT USAGE ON SCHEMA evidence TO evidence;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA evidence TO evidence;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA evidence CASCADE');
  }
}
