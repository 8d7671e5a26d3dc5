// Redemptions of the last days by hour, for the overview. A new table, filled with today once; the triggers and processors of before are not touched.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

const HOUR_OF = (column: string) => `(${column} AT TIME ZONE 'Asia/Shanghai')`;

export class Hours1795000414100 implements MigrationInterface {
  readonly name = 'Hours1795000414100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE org_hour (
        day_on date NOT NULL,
        org_id text NOT NULL,
        hour smallint NOT NULL CONSTRAINT org_hour_range CHECK (hour BETWEEN 0 AND 23),
        redemptions bigint NOT NULL CONSTRAINT org_hour_counts CHECK (redemptions >= 0),
        PRIMARY KEY (day_on, org_id, hour)
      );
      INSERT INTO org_hour
        SELECT ${HOUR_OF('occurred_at')}::date, org_of_path(org_path), extract(hour FROM ${HOUR_OF('occurred_at')}), count(*) FROM redemption
        WHERE state <> 'DECLINED' AND occurred_at >= date_trunc('day', now(), 'Asia/Shanghai') AND org_of_path(org_path) IS NOT NULL
        GROUP BY 1, 2, 3;
    `);
    await runner.query(rowSecurity('org_hour', visible.ofUnion('org_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE org_hour');
  }
}
