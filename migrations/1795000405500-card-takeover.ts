// Files of plastic cards that were given out before the platform, and what became of each row. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class CardTakeover1795000405500 implements MigrationInterface {
  readonly name = 'CardTakeover1795000405500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_takeover (
        id uuid PRIMARY KEY,
        org_id text NOT NULL REFERENCES union_org,
        file_name text NOT NULL,
        file_sha256 bytea NOT NULL,
        content bytea,
        state text NOT NULL CONSTRAINT card_takeover_state_known
          CHECK (state IN ('CHECKING', 'CHECKED', 'TAKING', 'DONE', 'FAILED', 'DISCARDED')),
        failure text,
        total_rows integer NOT NULL DEFAULT 0,
        done_rows integer NOT NULL DEFAULT 0,
        new_rows integer NOT NULL DEFAULT 0,
        linked_rows integer NOT NULL DEFAULT 0,
        known_rows integer NOT NULL DEFAULT 0,
        refused_rows integer NOT NULL DEFAULT 0,
        requested_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT card_takeover_rows_add_up CHECK (done_rows = new_rows + linked_rows + known_rows + refused_rows)
      );
      CREATE INDEX card_takeover_org ON card_takeover (org_id, id);
      CREATE TABLE card_takeover_error (
        takeover_id uuid NOT NULL REFERENCES card_takeover,
        row_no integer NOT NULL,
        field text NOT NULL,
        reason text NOT NULL,
        masked_value text NOT NULL,
        PRIMARY KEY (takeover_id, row_no, field, reason)
      );
    `);
    await runner.query(rowSecurity('card_takeover', visible.ofUnion('org_id')));
    await runner.query(rowSecurity('card_takeover_error', visible.of('card_takeover', 'takeover_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE card_takeover_error, card_takeover');
  }
}
