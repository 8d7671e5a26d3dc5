// Periods for what applications, applicants and closed cases leave behind. Rows of a small table, and an index for the clearing of
// applications (a short lock while it is built).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeptApplications1795000410000 implements MigrationInterface {
  readonly name = 'KeptApplications1795000410000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO retention_rule (code, keep_days, min_days, max_days) VALUES
        ('APPLICATION', 180, 30, 730),
        ('APPLICANT_LOGIN', 90, 30, 730),
        ('CASE_EVIDENCE', 365, 30, 1825),
        ('CASE_WORDS', 1825, 365, 3650);
      CREATE INDEX membership_application_ended ON membership_application (decided_at) WHERE state <> 'PENDING';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX membership_application_ended;
      DELETE FROM retention_rule WHERE code IN ('APPLICATION', 'APPLICANT_LOGIN', 'CASE_EVIDENCE', 'CASE_WORDS');
    `);
  }
}
