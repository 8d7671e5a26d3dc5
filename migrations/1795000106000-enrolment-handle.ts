// What an enrolment code is found by, so that a wrong guess counts against the code it was aimed at; and one till per public key. Brief locks on small tables.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EnrolmentHandle1795000106000 implements MigrationInterface {
  readonly name = 'EnrolmentHandle1795000106000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enrolment_code ADD COLUMN handle text NOT NULL DEFAULT '';
      ALTER TABLE enrolment_code ALTER COLUMN handle DROP DEFAULT;
      CREATE INDEX enrolment_code_open_handle ON enrolment_code (handle) WHERE used_at IS NULL;
      CREATE UNIQUE INDEX terminal_key_public_key_unique ON terminal_key (public_key);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX terminal_key_public_key_unique;
      ALTER TABLE enrolment_code DROP COLUMN handle;
    `);
  }
}
