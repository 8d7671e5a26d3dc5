// The second net: every table says whose rows role `scoped` sees, and fails closed. Policies on all tables, views of what everybody may know, grants for scoped. ACCESS EXCLUSIVE on each table for a moment; nothing is rewritten.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { noRowSecurity, rowSecurity, type Visible, visible } from './row-security.js';

const ownMerchant: Visible = (table) => `${table}.merchant_id = (SELECT reach_merchant())`;
const isLine =
  (column: string): Visible =>
  (table) =>
    `${table}.${column} IN (SELECT 'budget-line:' || id FROM budget_line)`;

/** Officers by a role they hold in the subtree, members by where they are, merchants' people as their merchant. */
const ofLogin: Visible = (login) => `CASE kind
  WHEN 'OFFICER' THEN EXISTS (SELECT FROM login_role held WHERE held.login_id = ${login}.id)
  WHEN 'WORKER' THEN ${visible.ofMember('member_id')(login)}
  ELSE ${visible.ofMerchant('merchant_id')(login)} END`;
const ofEnterprise: Visible = () => `(SELECT reach_is_city()) OR union_org_id IN (SELECT id FROM union_org)
  OR park_code IN (SELECT p.code FROM park p JOIN union_org o ON o.id = p.org_id)`;
/** The trail is the city's; of a budget line whoever sees the line sees what became of it. */
const ofEntry: Visible = () =>
  `(SELECT reach_is_city()) OR subject_kind = 'budget-line' AND subject_id IN (SELECT id FROM budget_line)`;

/** Whose a row is, table by table; null is what no officer's or merchant's request touches by itself. */
const TABLES: Readonly<Record<string, Visible | null>> = {
  union_org: visible.byPath('path'),
  park: visible.toAll,
  enterprise: ofEnterprise,
  login: ofLogin,
  login_role: visible.ofUnion('org_id'),
  session: null,
  refresh_token: null,
  otp_challenge: null,
  sign_in_delay: null,
  member: visible.ofUnion('org_id'),
  member_category: visible.ofMember('member_id'),
  member_import: visible.ofUnion('org_id'),
  member_import_error: visible.of('member_import', 'import_id'),
  member_list: visible.ofUnion('owner_org_id'),
  member_list_entry: visible.ofMember('member_id'),
  card: visible.ofMember('member_id'),
  card_event: visible.of('card', 'card_id'),
  card_device: visible.of('card', 'card_id'),
  card_proof_try: null,
  card_issue_batch: visible.ofUnion('org_id'),
  merchant: visible.ofMerchant('id'),
  store: visible.ofMerchant('merchant_id'),
  terminal: visible.ofStore('store_id'),
  terminal_key: visible.of('terminal', 'terminal_id'),
  enrolment_code: visible.ofStore('store_id'),
  budget_line: visible.ofUnion('org_id'),
  budget_proposal: visible.of('budget_line', 'line_id'),
  campaign: visible.ofUnion('owner_org_id'),
  campaign_version: visible.ofCampaign('campaign_id'),
  campaign_runtime: visible.ofCampaign('campaign_id'),
  campaign_day: visible.ofCampaign('campaign_id'),
  campaign_park: visible.ofCampaign('campaign_id'),
  grant_run: visible.ofCampaign('campaign_id'),
  audit_proof: visible.ofCampaign('campaign_id'),
  // A campaign's figures are its owner's even where a holder has gone to another union.
  holding: visible.either(visible.ofCampaign('campaign_id'), visible.ofMember('member_id')),
  limit_counter: null,
  redemption: visible.either(visible.byUnionOfPath('org_path'), ownMerchant),
  redemption_use: visible.of('redemption', 'redemption_id'),
  reversal: visible.of('redemption', 'redemption_id'),
  till_authorization: visible.either(visible.byUnionOfPath('org_path'), ownMerchant),
  till_quote: visible.ofMember('member_id'),
  idempotency_key: null,
  code_use: null,
  code_binding: null,
  ledger_account: null,
  posting: visible.either(visible.of('redemption', 'redemption_id'), isLine('debit_account'), isLine('credit_account')),
  alert: visible.byPath('org_path'),
  audit_entry: ofEntry,
  outbox: null,
  inbox: null,
  dead_letter: null,
};

export class RowSecurity1795000400000 implements MigrationInterface {
  readonly name = 'RowSecurity1795000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REACH);
    await runner.query(GRANTS);
    for (const [table, condition] of Object.entries(TABLES)) await runner.query(rowSecurity(table, condition));
    await runner.query(VIEWS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW campaign_label, officer_name');
    for (const table of Object.keys(TABLES)) await runner.query(noRowSecurity(table));
    await runner.query(GRANTS_BACK);
    await runner.query('DROP FUNCTION org_of_path(text), reach_is_city(), reach_merchant(), reach_scope()');
  }
}

/** What the request in this transaction reaches, as the platform set it; nothing set is null, and null sees nothing. */
const REACH = `
  CREATE FUNCTION reach_scope() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(ARRAY(SELECT subtree FROM unnest(nullif(current_setting('worker_card.scope', true), '')::text[]) AS subtree
      WHERE subtree ~ '^/.+/$'), '{}')
  $$;
  CREATE FUNCTION reach_merchant() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('worker_card.merchant', true), '')
  $$;
  CREATE FUNCTION reach_is_city() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM union_org WHERE parent_id IS NULL AND path = ANY (reach_scope()))
  $$;
  CREATE FUNCTION org_of_path(path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT split_part(path, '/', -2)
  $$;`;

/** scoped may do to a table what app may, within its policies; of a login it never sees what proves one. */
const GRANTS = `
  DO $$
  DECLARE
    held record;
  BEGIN
    FOR held IN SELECT table_name, string_agg(privilege_type, ', ') AS rights FROM information_schema.role_table_grants
      WHERE table_schema = 'public' AND grantee = 'app' AND table_name <> 'migration' GROUP BY table_name LOOP
      EXECUTE format('GRANT %s ON public.%I TO scoped', held.rights, held.table_name);
    END LOOP;
  END $$;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO scoped;
  ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO scoped;
  ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO scoped;
  REVOKE SELECT ON login FROM scoped;
  GRANT SELECT (id, kind, username, display_name, member_id, merchant_id, store_id, merchant_role, active, created_at) ON login TO scoped;`;

const GRANTS_BACK = `
  ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public REVOKE ALL ON TABLES FROM scoped;
  ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public REVOKE ALL ON SEQUENCES FROM scoped;
  REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM scoped;
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM scoped;`;

/** Read with the rights of their owner, so they show these columns of every row: who decided something, and what a benefit is called at the till. */
const VIEWS = `
  CREATE VIEW officer_name AS SELECT id, display_name FROM login WHERE kind = 'OFFICER';
  CREATE VIEW campaign_label AS SELECT campaign_id, version, definition->>'label' AS label FROM campaign_version;
  REVOKE INSERT, UPDATE, DELETE ON officer_name, campaign_label FROM app, scoped;`;
