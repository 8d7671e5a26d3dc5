// Which content a checker saw, publishing at a time, and a start announced once. Columns of campaign: short lock, no rewrite.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CampaignSchedule1795000303000 implements MigrationInterface {
  readonly name = 'CampaignSchedule1795000303000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE campaign
        ADD COLUMN revision integer NOT NULL DEFAULT 1 CONSTRAINT campaign_revision_positive CHECK (revision >= 1),
        ADD COLUMN publish_at timestamptz,
        ADD COLUMN started_at timestamptz,
        ADD CONSTRAINT campaign_publishes_only_what_is_approved
          CHECK (publish_at IS NULL OR (state = 'APPROVED' AND checked_by IS NOT NULL));
      UPDATE campaign c SET started_at = r.starts_at FROM campaign_runtime r WHERE r.campaign_id = c.id AND r.starts_at <= now();
      CREATE INDEX campaign_publish_due ON campaign (publish_at) WHERE publish_at IS NOT NULL;
      CREATE INDEX campaign_not_started ON campaign (id) WHERE started_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX campaign_not_started, campaign_publish_due;
      ALTER TABLE campaign DROP COLUMN revision, DROP COLUMN publish_at, DROP COLUMN started_at;
    `);
  }
}
