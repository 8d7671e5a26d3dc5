// Figures kept by processors so that no page recounts history. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reporting1795000010000 implements MigrationInterface {
  readonly name = 'Reporting1795000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE campaign_day (
        campaign_id text NOT NULL,
        day_on date NOT NULL,
        hour smallint NOT NULL CONSTRAINT campaign_day_hour_range CHECK (hour BETWEEN 0 AND 23),
        uses bigint NOT NULL,
        reversals bigint NOT NULL,
        discount_fen bigint NOT NULL,
        union_fen bigint NOT NULL,
        PRIMARY KEY (campaign_id, day_on, hour)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE campaign_day;
    `);
  }
}
