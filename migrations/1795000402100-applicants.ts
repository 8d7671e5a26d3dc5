// A login may be an applicant's, who has proved a phone and is no member yet, and an applicant may act. Checks are replaced: short
// exclusive locks on login and audit_entry, whose rows are read for the checks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Applicants1795000402100 implements MigrationInterface {
  readonly name = 'Applicants1795000402100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE login DROP CONSTRAINT login_kind_known, DROP CONSTRAINT login_staff_has_password,
        ADD CONSTRAINT login_kind_known CHECK (kind IN ('OFFICER', 'MERCHANT', 'WORKER', 'APPLICANT')),
        ADD CONSTRAINT login_staff_has_password
          CHECK (kind IN ('WORKER', 'APPLICANT') OR (username IS NOT NULL AND password_hash IS NOT NULL)),
        ADD CONSTRAINT login_applicant_is_no_member CHECK (kind <> 'APPLICANT' OR member_id IS NULL);
      ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_actor_kind_known, ADD CONSTRAINT audit_entry_actor_kind_known
        CHECK (actor_kind IN ('officer', 'merchant', 'worker', 'applicant', 'terminal', 'system'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM refresh_token t USING session s JOIN login l ON l.id = s.login_id WHERE s.id = t.session_id AND l.kind = 'APPLICANT';
      DELETE FROM session s USING login l WHERE l.id = s.login_id AND l.kind = 'APPLICANT';
      DELETE FROM login WHERE kind = 'APPLICANT';
      ALTER TABLE login DROP CONSTRAINT login_kind_known, DROP CONSTRAINT login_staff_has_password, DROP CONSTRAINT login_applicant_is_no_member,
        ADD CONSTRAINT login_kind_known CHECK (kind IN ('OFFICER', 'MERCHANT', 'WORKER')),
        ADD CONSTRAINT login_staff_has_password CHECK (kind = 'WORKER' OR (username IS NOT NULL AND password_hash IS NOT NULL));
      ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_actor_kind_known, ADD CONSTRAINT audit_entry_actor_kind_known
        CHECK (actor_kind IN ('officer', 'merchant', 'worker', 'terminal', 'system')) NOT VALID;
    `);
  }
}
