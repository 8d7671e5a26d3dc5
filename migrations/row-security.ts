/** Which rows of a table a request sees, as SQL. */
export type Visible = (table: string) => string;

/**
 * Row-level security, the second net under the scope every query carries. A migration that makes a table with people, unions or
 * merchants adds one line: `await runner.query(rowSecurity('member_file', visible.ofMember('member_id')))`. The platform itself
 * (roles app and owner) is admitted by name; role `scoped`, under which officers' and merchants' requests run, sees the rows of the
 * condition and may write no others; `null` keeps the table from it altogether. Who has set no scope sees nothing.
 */
export function rowSecurity(table: string, condition: Visible | null): string {
  const seen = condition?.(table);
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY admitted ON ${table} TO app, owner USING (true) WITH CHECK (true);
    ${seen === undefined ? '' : `CREATE POLICY within_reach ON ${table} TO scoped USING (${seen}) WITH CHECK (${seen});`}`;
}

/** Takes it away again. A migration that drops its table needs no such line. */
export function noRowSecurity(table: string): string {
  return `
    DROP POLICY admitted ON ${table};
    DROP POLICY IF EXISTS within_reach ON ${table};
    ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;`;
}

// Functions of no row stand in a sub-select, which is asked once a statement instead of once a row.
const SEES_CITY = '(SELECT reach_is_city())';
const IS_OFFICER = '(SELECT reach_scope()) IS NOT NULL';
const MERCHANT = '(SELECT reach_merchant())';

const orCity =
  (condition: Visible): Visible =>
  (table) =>
    `${SEES_CITY} OR ${condition(table)}`;

/**
 * Conditions by the column that says whose a row is. Each sub-select is itself under the policy of the table it reads, so it holds
 * only what the caller sees; those of unions and campaigns are small and hashed once a statement.
 */
export const visible = {
  byPath:
    (column: string): Visible =>
    (table) =>
      `${table}.${column} ^@ ANY ((SELECT reach_scope())::text[])`,
  /** By the last id of a path kept with the row, so that a union that moved takes its history along. */
  byUnionOfPath: (column: string): Visible =>
    orCity((table) => `org_of_path(${table}.${column}) IN (SELECT id FROM union_org)`),
  ofUnion: (column: string): Visible => orCity((table) => `${table}.${column} IN (SELECT id FROM union_org)`),
  ofMember: (column: string): Visible => visible.of('member', column),
  ofCampaign: (column: string): Visible => orCity((table) => `${table}.${column} IN (SELECT id FROM campaign)`),
  /** As the row of another table that it belongs to, such as a card or an import; looked up one by one, which a list of fifty wants. */
  of: (parent: string, column: string): Visible =>
    orCity((table) => `(SELECT true FROM ${parent} seen WHERE seen.id = ${table}.${column})`),
  toOfficers: (): string => IS_OFFICER,
  /** Merchants belong to no union: every officer sees them, their own people see their own. */
  ofMerchant:
    (column: string): Visible =>
    (table) =>
      `${IS_OFFICER} OR ${table}.${column} = ${MERCHANT}`,
  ofStore:
    (column: string): Visible =>
    (table) =>
      `${IS_OFFICER} OR ${table}.${column} IN (SELECT id FROM store)`,
  /** For whoever is signed in: what is public anyway. */
  toAll: (): string => `${IS_OFFICER} OR ${MERCHANT} IS NOT NULL`,
  either:
    (...conditions: readonly Visible[]): Visible =>
    (table) =>
      conditions.map((each) => `(${each(table)})`).join(' OR '),
} as const;
