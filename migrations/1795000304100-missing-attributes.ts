// What a union does not know of a person, a park or an enterprise stays open, so that no benefit guesses it. Short locks on four tables, nothing is rewritten.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MissingAttributes1795000304100 implements MigrationInterface {
  readonly name = 'MissingAttributes1795000304100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member ALTER gender DROP NOT NULL, ALTER birth_on DROP NOT NULL, ALTER joined_on DROP NOT NULL;
      ALTER TABLE park ALTER tier DROP NOT NULL;
      ALTER TABLE enterprise ALTER industry DROP NOT NULL;
    `);
  }

  /** Who has an attribute missing by then gets one that no rule can have meant. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE member SET gender = coalesce(gender, 'F'), birth_on = coalesce(birth_on, '1900-01-01'), joined_on = coalesce(joined_on, created_at::date)
      WHERE gender IS NULL OR birth_on IS NULL OR joined_on IS NULL;
      UPDATE park SET tier = 'MUNICIPAL' WHERE tier IS NULL;
      UPDATE enterprise SET industry = '' WHERE industry IS NULL;
      ALTER TABLE member ALTER gender SET NOT NULL, ALTER birth_on SET NOT NULL, ALTER joined_on SET NOT NULL;
      ALTER TABLE park ALTER tier SET NOT NULL;
      ALTER TABLE enterprise ALTER industry SET NOT NULL;
    `);
  }
}
