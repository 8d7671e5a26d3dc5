// How an officer's first sign-in, or the next one after a lost password or phone, is proved: one code, shown once. New table; a short lock on login, nothing is rewritten.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from './row-security.js';

export class Officers1795000400100 implements MigrationInterface {
  readonly name = 'Officers1795000400100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE login_activation (
        login_id uuid PRIMARY KEY REFERENCES login,
        code_hash bytea NOT NULL CONSTRAINT login_activation_code_unique UNIQUE,
        totp_secret bytea,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
    `);
    await runner.query(rowSecurity('login_activation', null));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_activation');
  }
}
