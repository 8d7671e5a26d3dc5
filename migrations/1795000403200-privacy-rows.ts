// Whose rows of personal data a request sees. Short locks on five small tables.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { noRowSecurity, rowSecurity, type Visible, visible } from './row-security.js';

const TABLES: Readonly<Record<string, Visible | null>> = {
  consent_text: visible.toOfficers,
  member_consent: visible.ofMember('member_id'),
  member_erasure: visible.ofUnion('org_id'),
  // A file of one's own data is no officer's.
  data_export: null,
  // How long what is kept belongs to the whole city.
  retention_rule: () => '(SELECT reach_is_city())',
};

export class PrivacyRows1795000403200 implements MigrationInterface {
  readonly name = 'PrivacyRows1795000403200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE UPDATE, DELETE ON consent_text, member_consent FROM scoped');
    for (const [table, condition] of Object.entries(TABLES)) await runner.query(rowSecurity(table, condition));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(TABLES)) await runner.query(noRowSecurity(table));
    await runner.query('GRANT UPDATE, DELETE ON consent_text, member_consent TO scoped');
  }
}
