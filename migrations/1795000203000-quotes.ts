// What tills quoted, kept a day for the member's own page, and which quote a code is kept for. New table; a short lock on code_binding.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Quotes1795000203000 implements MigrationInterface {
  readonly name = 'Quotes1795000203000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE till_quote (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL,
        terminal_id text NOT NULL,
        store_id text NOT NULL,
        reason text,
        decision json NOT NULL,
        quoted_at timestamptz NOT NULL
      );
      CREATE INDEX till_quote_member ON till_quote (member_id, quoted_at DESC);
      CREATE INDEX till_quote_quoted ON till_quote (quoted_at);
      ALTER TABLE code_binding ADD COLUMN quote_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE code_binding DROP COLUMN quote_id;
      DROP TABLE till_quote;
    `);
  }
}
