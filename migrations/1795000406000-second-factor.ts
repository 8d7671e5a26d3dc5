// What lets a plastic card spend union money: its PIN, the wrong short numbers of each till, and what a till asked a phone to confirm. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class SecondFactor1795000406000 implements MigrationInterface {
  readonly name = 'SecondFactor1795000406000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_pin (
        card_id uuid PRIMARY KEY REFERENCES card,
        mac bytea NOT NULL CONSTRAINT card_pin_mac_length CHECK (octet_length(mac) = 32),
        tries smallint NOT NULL DEFAULT 0 CONSTRAINT card_pin_tries_range CHECK (tries BETWEEN 0 AND 5),
        set_at timestamptz NOT NULL
      );
      CREATE TABLE short_code_try (
        terminal_id text NOT NULL,
        card_no bigint NOT NULL REFERENCES card (card_no),
        tries smallint NOT NULL CONSTRAINT short_code_try_range CHECK (tries BETWEEN 0 AND 5),
        window_started_at timestamptz NOT NULL,
        off_until timestamptz,
        PRIMARY KEY (terminal_id, card_no)
      );
      CREATE TABLE till_confirmation (
        id uuid PRIMARY KEY,
        terminal_id text NOT NULL,
        key text NOT NULL,
        body_hash bytea NOT NULL,
        store_id text NOT NULL,
        card_id uuid NOT NULL REFERENCES card,
        member_id uuid NOT NULL,
        amount_fen bigint NOT NULL CONSTRAINT till_confirmation_amount_range CHECK (amount_fen >= 0),
        state text NOT NULL CONSTRAINT till_confirmation_state_known CHECK (state IN ('WAITING', 'CONFIRMED', 'DENIED')),
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        answered_at timestamptz,
        CONSTRAINT till_confirmation_one_per_attempt UNIQUE (terminal_id, key)
      );
      CREATE INDEX till_confirmation_member ON till_confirmation (member_id, expires_at);
      CREATE INDEX till_confirmation_expires ON till_confirmation (expires_at);
    `);
    await runner.query(rowSecurity('card_pin', visible.of('card', 'card_id')));
    await runner.query(rowSecurity('short_code_try', null));
    await runner.query(rowSecurity('till_confirmation', null));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE till_confirmation, short_code_try, card_pin');
  }
}
