// Facts on their way from one module to another: outbox, inbox, dead letters; and who did what. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Events1795000001000 implements MigrationInterface {
  readonly name = 'Events1795000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        event text NOT NULL,
        payload jsonb NOT NULL,
        occurred_at timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'WAITING' CONSTRAINT outbox_status_known CHECK (status IN ('WAITING', 'LEASED', 'SENT')),
        leased_until timestamptz,
        sent_at timestamptz
      );
      CREATE INDEX outbox_unsent ON outbox (occurred_at) WHERE status <> 'SENT';
      CREATE INDEX outbox_sent_at ON outbox (sent_at) WHERE status = 'SENT';
      CREATE TABLE inbox (
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, event_id)
      );
      CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        event text NOT NULL,
        reason text NOT NULL,
        state text NOT NULL DEFAULT 'DEAD' CONSTRAINT dead_letter_state_known CHECK (state IN ('DEAD', 'REPLAYED', 'DISCARDED')),
        died_at timestamptz NOT NULL,
        CONSTRAINT dead_letter_once UNIQUE (consumer, event_id)
      );
      CREATE TABLE audit_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL CONSTRAINT audit_entry_actor_kind_known CHECK (actor_kind IN ('officer', 'merchant', 'worker', 'terminal', 'system')),
        actor_id text NOT NULL,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX audit_entry_subject ON audit_entry (subject_kind, subject_id, id);
      REVOKE UPDATE, DELETE ON audit_entry FROM app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_entry, dead_letter, inbox, outbox;
    `);
  }
}
