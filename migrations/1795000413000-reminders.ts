// Until when somebody's standing is retained, and which member was reminded by text of an end of a category. A nullable column on
// member_event (a short exclusive lock, no rewrite), an index on the few rows that have it, and a new table.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from './row-security.js';

export class Reminders1795000413000 implements MigrationInterface {
  readonly name = 'Reminders1795000413000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member_event ADD until_on date,
        ADD CONSTRAINT member_event_until_of_retained CHECK (until_on IS NULL OR kind = 'RETAINED') NOT VALID;
      ALTER TABLE member_event VALIDATE CONSTRAINT member_event_until_of_retained;
      CREATE INDEX member_event_until ON member_event (until_on) WHERE until_on IS NOT NULL;
      CREATE TABLE category_reminder (
        entry_id uuid NOT NULL REFERENCES member_category,
        until_on date NOT NULL,
        days integer NOT NULL CONSTRAINT category_reminder_days_known CHECK (days IN (30, 7)),
        tries integer NOT NULL DEFAULT 0 CONSTRAINT category_reminder_tries_counted CHECK (tries >= 0),
        claimed_at timestamptz,
        sent_at timestamptz,
        PRIMARY KEY (entry_id, until_on, days),
        CONSTRAINT category_reminder_claimed_before_sent CHECK (sent_at IS NULL OR claimed_at IS NOT NULL)
      );
      CREATE INDEX category_reminder_waiting ON category_reminder (claimed_at NULLS FIRST) WHERE sent_at IS NULL;
    `);
    // The jobs process alone reads who was texted.
    await runner.query(rowSecurity('category_reminder', null));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE category_reminder;
      DROP INDEX member_event_until;
      ALTER TABLE member_event DROP CONSTRAINT member_event_until_of_retained, DROP until_on;
    `);
  }
}
