// Numbered lists of cards that no longer count, for tills without a network. New table and a partial index; writes to card wait while it is built.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from './row-security.js';

export class RevocationLists1795000406200 implements MigrationInterface {
  readonly name = 'RevocationLists1795000406200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE revocation_list (
        number integer PRIMARY KEY CONSTRAINT revocation_list_number_range CHECK (number >= 1),
        kind text NOT NULL CONSTRAINT revocation_list_kind_known CHECK (kind IN ('FULL', 'DELTA')),
        base_number integer NOT NULL,
        cards integer NOT NULL,
        content bytea NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT revocation_list_base CHECK ((kind = 'FULL') = (base_number = number))
      );
      CREATE INDEX card_revoked ON card (card_no) WHERE state IN ('FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED');
    `);
    await runner.query(rowSecurity('revocation_list', null));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX card_revoked; DROP TABLE revocation_list');
  }
}
