// Plastic in the lists of revoked cards: how many pieces a list names, and an index of voided pieces whose day has not come. New column and partial index; writes to card_plastic wait while it is built.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RevokedPlastic1795000411000 implements MigrationInterface {
  readonly name = 'RevokedPlastic1795000411000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE revocation_list ADD COLUMN plastics integer NOT NULL DEFAULT 0;
      CREATE INDEX card_plastic_void ON card_plastic (expires_on, card_id, issue_no) WHERE state = 'VOID';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX card_plastic_void; ALTER TABLE revocation_list DROP COLUMN plastics');
  }
}
