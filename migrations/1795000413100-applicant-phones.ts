// An applicant's phone, sealed: only who can open a number can hash it under the next index key. Nullable columns on login and
// otp_challenge, short exclusive locks, no rewrite; login is read once for the check.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ApplicantPhones1795000413100 implements MigrationInterface {
  readonly name = 'ApplicantPhones1795000413100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE login ADD phone_cipher bytea,
        ADD CONSTRAINT login_sealed_phone_of_applicant CHECK (phone_cipher IS NULL OR kind = 'APPLICANT') NOT VALID;
      ALTER TABLE login VALIDATE CONSTRAINT login_sealed_phone_of_applicant;
      CREATE INDEX login_applicant ON login (id) WHERE kind = 'APPLICANT';
      ALTER TABLE otp_challenge ADD phone_cipher bytea,
        ADD CONSTRAINT otp_challenge_phone_until_used CHECK (phone_cipher IS NULL OR used_at IS NULL) NOT VALID;
      ALTER TABLE otp_challenge VALIDATE CONSTRAINT otp_challenge_phone_until_used;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE otp_challenge DROP CONSTRAINT otp_challenge_phone_until_used, DROP phone_cipher;
      DROP INDEX login_applicant;
      ALTER TABLE login DROP CONSTRAINT login_sealed_phone_of_applicant, DROP phone_cipher;
    `);
  }
}
