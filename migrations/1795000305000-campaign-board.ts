// Where a campaign is used, kept by the reporting processor from here on. New table, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CampaignBoard1795000305000 implements MigrationInterface {
  readonly name = 'CampaignBoard1795000305000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE campaign_park (
        campaign_id text NOT NULL,
        park_code text NOT NULL,
        uses bigint NOT NULL,
        PRIMARY KEY (campaign_id, park_code)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE campaign_park;');
  }
}
