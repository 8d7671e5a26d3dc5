// Cards, their states, the phones bound to them and bulk issues. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Cards1795000005000 implements MigrationInterface {
  readonly name = 'Cards1795000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE card_no_seq AS bigint MINVALUE 1 MAXVALUE 4294967294;
      CREATE TABLE card (
        id uuid PRIMARY KEY,
        card_no bigint NOT NULL CONSTRAINT card_no_unique UNIQUE CONSTRAINT card_no_range CHECK (card_no BETWEEN 1 AND 4294967295),
        member_id uuid NOT NULL REFERENCES member,
        state text NOT NULL CONSTRAINT card_state_known
          CHECK (state IN ('APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE', 'FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED')),
        issue_no smallint NOT NULL DEFAULT 1 CONSTRAINT card_issue_no_range CHECK (issue_no BETWEEN 1 AND 255),
        previous_card_id uuid REFERENCES card,
        batch_id uuid,
        issued_at timestamptz,
        activated_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX card_one_open_per_member ON card (member_id) WHERE state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED');
      CREATE INDEX card_member ON card (member_id);
      CREATE TABLE card_event (
        id uuid PRIMARY KEY,
        card_id uuid NOT NULL REFERENCES card,
        from_state text,
        to_state text NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX card_event_card ON card_event (card_id, at);
      REVOKE UPDATE, DELETE ON card_event FROM app;
      CREATE TABLE card_device (
        card_id uuid NOT NULL REFERENCES card,
        slot integer NOT NULL CONSTRAINT card_device_slot_range CHECK (slot BETWEEN 1 AND 65535),
        public_key bytea NOT NULL CONSTRAINT card_device_public_key_length CHECK (octet_length(public_key) = 32),
        hardware boolean NOT NULL,
        bound_at timestamptz NOT NULL,
        replaced_at timestamptz,
        PRIMARY KEY (card_id, slot)
      );
      CREATE UNIQUE INDEX card_device_one_active ON card_device (card_id) WHERE replaced_at IS NULL;
      CREATE TABLE card_issue_batch (
        id uuid PRIMARY KEY,
        org_id text NOT NULL REFERENCES union_org,
        state text NOT NULL CONSTRAINT card_issue_batch_state_known CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
        failure text,
        total integer NOT NULL DEFAULT 0,
        issued integer NOT NULL DEFAULT 0 CONSTRAINT card_issue_batch_issued_range CHECK (issued BETWEEN 0 AND total),
        cards_max integer NOT NULL CONSTRAINT card_issue_batch_cards_max_range CHECK (cards_max BETWEEN 1 AND 200000),
        requested_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz
      );
      CREATE TABLE pass_policy (
        id boolean PRIMARY KEY DEFAULT true CONSTRAINT pass_policy_single CHECK (id),
        epoch integer NOT NULL CONSTRAINT pass_policy_epoch_range CHECK (epoch BETWEEN 0 AND 65535)
      );
      INSERT INTO pass_policy (epoch) VALUES (1);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE pass_policy, card_issue_batch, card_device, card_event, card;
      DROP SEQUENCE card_no_seq;
    `);
  }
}
