// The union tree, the parks and the enterprises of the census. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Organizations1795000002000 implements MigrationInterface {
  readonly name = 'Organizations1795000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE union_org (
        id text PRIMARY KEY CONSTRAINT union_org_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        parent_id text REFERENCES union_org,
        level text NOT NULL CONSTRAINT union_org_level_known CHECK (level IN ('CITY', 'PARK', 'GRASSROOTS', 'GROUP')),
        name text NOT NULL CONSTRAINT union_org_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
        path text NOT NULL CONSTRAINT union_org_path_unique UNIQUE CONSTRAINT union_org_path_ends_in_id CHECK (path LIKE '%/' || id || '/'),
        park_code text,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX union_org_path_prefix ON union_org (path text_pattern_ops);
      CREATE INDEX union_org_parent ON union_org (parent_id);
      CREATE TABLE park (
        code text PRIMARY KEY CONSTRAINT park_code_form CHECK (code ~ '^[A-Z0-9]{1,8}$'),
        name text NOT NULL,
        tier text NOT NULL CONSTRAINT park_tier_known CHECK (tier IN ('NATIONAL', 'PROVINCIAL', 'MUNICIPAL')),
        org_id text NOT NULL CONSTRAINT park_org_unique UNIQUE REFERENCES union_org
      );
      ALTER TABLE union_org ADD CONSTRAINT union_org_park_known FOREIGN KEY (park_code) REFERENCES park (code);
      CREATE TABLE enterprise (
        id uuid PRIMARY KEY,
        credit_code text NOT NULL CONSTRAINT enterprise_credit_code_unique UNIQUE,
        name text NOT NULL CONSTRAINT enterprise_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
        park_code text NOT NULL REFERENCES park,
        union_org_id text REFERENCES union_org,
        industry text NOT NULL,
        condition text NOT NULL CONSTRAINT enterprise_condition_known CHECK (condition IN ('OPERATING', 'SUSPENDED', 'CLOSED')),
        eligible boolean NOT NULL,
        workers integer NOT NULL CONSTRAINT enterprise_workers_range CHECK (workers BETWEEN 0 AND 1000000),
        surveyed_on date NOT NULL
      );
      CREATE INDEX enterprise_park ON enterprise (park_code);
      CREATE INDEX enterprise_union_org ON enterprise (union_org_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE enterprise;
      ALTER TABLE union_org DROP CONSTRAINT union_org_park_known;
      DROP TABLE park, union_org;
    `);
  }
}
