// Plastic cards beside the card on the phone: their own life, the batches they are made in, the sealed files of a batch; last day and old number of
// a card. New tables; `card` gets three empty columns under a brief exclusive lock.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class CardPlastic1795000405000 implements MigrationInterface {
  readonly name = 'CardPlastic1795000405000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE card ADD COLUMN expires_on date, ADD COLUMN legacy_no text,
        ADD COLUMN plastic_issue_no smallint CONSTRAINT card_plastic_issue_no_range CHECK (plastic_issue_no BETWEEN 1 AND 255);
      CREATE UNIQUE INDEX card_legacy_no ON card (legacy_no) WHERE legacy_no IS NOT NULL;
      CREATE INDEX card_expires ON card (expires_on) WHERE state IN ('ISSUED', 'ACTIVE', 'FROZEN', 'LOST');
      CREATE TABLE card_production (
        id uuid PRIMARY KEY,
        org_id text NOT NULL REFERENCES union_org,
        audience text NOT NULL CONSTRAINT card_production_audience_known CHECK (audience IN ('APPLIED', 'WITHOUT_PLASTIC')),
        state text NOT NULL CONSTRAINT card_production_state_known
          CHECK (state IN ('COLLECTING', 'IN_REVIEW', 'PRODUCING', 'PRODUCED', 'CANCELLED')),
        total integer NOT NULL DEFAULT 0,
        done integer NOT NULL DEFAULT 0 CONSTRAINT card_production_done_range CHECK (done BETWEEN 0 AND total),
        cards_max integer NOT NULL CONSTRAINT card_production_cards_max_range CHECK (cards_max BETWEEN 1 AND 5000),
        requested_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        decided_by uuid CONSTRAINT card_production_maker_is_not_checker CHECK (state = 'CANCELLED' OR decided_by <> requested_by),
        decided_at timestamptz,
        produced_at timestamptz
      );
      CREATE INDEX card_production_org ON card_production (org_id, id);
      CREATE TABLE card_plastic (
        id uuid PRIMARY KEY,
        card_id uuid NOT NULL REFERENCES card,
        issue_no smallint NOT NULL CONSTRAINT card_plastic_issue_range CHECK (issue_no BETWEEN 1 AND 255),
        state text NOT NULL CONSTRAINT card_plastic_state_known
          CHECK (state IN ('APPLIED', 'IN_BATCH', 'PRODUCED', 'HANDED_OVER', 'ACTIVE', 'VOID')),
        batch_id uuid REFERENCES card_production,
        place integer,
        expires_on date,
        applied_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT card_plastic_one_issue UNIQUE (card_id, issue_no),
        CONSTRAINT card_plastic_place_in_batch UNIQUE (batch_id, place),
        CONSTRAINT card_plastic_batch_has_place CHECK ((batch_id IS NULL) = (place IS NULL)),
        CONSTRAINT card_plastic_made_ends CHECK (state IN ('APPLIED', 'VOID') OR expires_on IS NOT NULL)
      );
      CREATE UNIQUE INDEX card_plastic_one_open ON card_plastic (card_id) WHERE state <> 'VOID';
      CREATE INDEX card_plastic_applied ON card_plastic (id) WHERE state = 'APPLIED';
      CREATE INDEX card_plastic_expires ON card_plastic (expires_on) WHERE state NOT IN ('APPLIED', 'VOID');
      CREATE TABLE card_plastic_event (
        id uuid PRIMARY KEY,
        plastic_id uuid NOT NULL REFERENCES card_plastic,
        card_id uuid NOT NULL REFERENCES card,
        from_state text,
        to_state text NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX card_plastic_event_card ON card_plastic_event (card_id, at);
      REVOKE UPDATE, DELETE ON card_plastic_event FROM app, scoped;
      CREATE TABLE card_production_file (
        batch_id uuid NOT NULL REFERENCES card_production,
        kind text NOT NULL CONSTRAINT card_production_file_kind_known CHECK (kind IN ('SHEET', 'PRINTER', 'HANDOVER')),
        run_id uuid NOT NULL,
        pieces integer NOT NULL,
        bytes bigint NOT NULL,
        sha256 bytea NOT NULL,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (batch_id, kind)
      );
      CREATE TABLE card_production_piece (
        batch_id uuid NOT NULL REFERENCES card_production,
        kind text NOT NULL,
        run_id uuid NOT NULL,
        n integer NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (batch_id, kind, run_id, n)
      );
    `);
    await runner.query(rowSecurity('card_production', visible.ofUnion('org_id')));
    await runner.query(rowSecurity('card_plastic', visible.of('card', 'card_id')));
    await runner.query(rowSecurity('card_plastic_event', visible.of('card', 'card_id')));
    await runner.query(rowSecurity('card_production_file', visible.of('card_production', 'batch_id')));
    await runner.query(rowSecurity('card_production_piece', visible.of('card_production', 'batch_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE card_production_piece, card_production_file, card_plastic_event, card_plastic, card_production;
      DROP INDEX card_expires, card_legacy_no;
      ALTER TABLE card DROP COLUMN expires_on, DROP COLUMN legacy_no, DROP COLUMN plastic_issue_no;
    `);
  }
}
