// Who may touch what, before the first table: business tables belong to owner, app reads and writes them, BullMQ gets a schema of its own. No locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Access1795000000000 implements MigrationInterface {
  readonly name = 'Access1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA public TO app, scoped, maintenance, evidence;
      ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
      ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app;
      CREATE SCHEMA bullmq AUTHORIZATION app;
      GRANT SELECT ON migration TO app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE app;
      DROP SCHEMA bullmq CASCADE;
      SET LOCAL ROLE owner;
      ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public REVOKE ALL ON TABLES FROM app;
      ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public REVOKE ALL ON SEQUENCES FROM app;
    `);
  }
}
