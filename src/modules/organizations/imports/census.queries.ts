import type { Db } from '../../../platform/database/database.js';
import type { EnterpriseRow } from '../organizations.repository.js';

export interface KnownEnterprise extends EnterpriseRow {
  /** Whether it lies in the officer's reach: by its park, or by its union. */
  readonly isInReach: boolean;
}

/** Enterprises by credit code. `scope` is LIKE patterns. */
export function listByCreditCode(
  db: Db,
  codes: readonly string[],
  scope: readonly string[],
): Promise<KnownEnterprise[]> {
  return db.query(
    `SELECT e.id, e.credit_code AS "creditCode", e.name, e.park_code AS "parkCode", e.union_org_id AS "unionOrgId", e.industry,
       e.condition, e.eligible, e.workers, e.surveyed_on::text AS "surveyedOn",
       (po.path LIKE ANY($2::text[]) OR coalesce(o.path LIKE ANY($2::text[]), false)) AS "isInReach"
     FROM enterprise e JOIN park p ON p.code = e.park_code JOIN union_org po ON po.id = p.org_id
     LEFT JOIN union_org o ON o.id = e.union_org_id
     WHERE e.credit_code = ANY($1::text[])`,
    [codes, scope],
  );
}

/** Codes of the parks in reach, by code and by name, and the one the union of the import lies in. */
export async function listParkCodes(
  db: Db,
  scope: readonly string[],
  orgId: string,
): Promise<{ byName: Map<string, string>; own: string | null }> {
  const parks: { code: string; name: string }[] = await db.query(
    `SELECT p.code, p.name FROM park p JOIN union_org o ON o.id = p.org_id
     WHERE o.path LIKE ANY($1::text[]) OR p.code = (SELECT park_code FROM union_org WHERE id = $2)`,
    [scope, orgId],
  );
  const [org]: { parkCode: string | null }[] = await db.query(
    'SELECT park_code AS "parkCode" FROM union_org WHERE id = $1',
    [orgId],
  );
  const byName = new Map(parks.flatMap(({ code, name }) => [[name, code] as const, [code, code] as const]));
  return { byName, own: org?.parkCode ?? null };
}

/** Ids of the unions in reach by id and by name; where two have one name neither is found by it. */
export async function listUnionIdsByName(
  db: Db,
  scope: readonly string[],
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows: { id: string; name: string }[] = await db.query(
    `SELECT id, name FROM union_org WHERE path LIKE ANY($1::text[]) AND dissolved_at IS NULL AND (name = ANY($2::text[]) OR id = ANY($2::text[]))`,
    [scope, names],
  );
  const byName = new Map<string, string | null>();
  for (const { id, name } of rows) byName.set(name, byName.has(name) ? null : id);
  const found = [...byName].flatMap(([name, id]) => (id === null ? [] : [[name, id] as const]));
  return new Map([...found, ...rows.map(({ id }) => [id, id] as const)]);
}

export function listEnterprisesById(db: Db, ids: readonly string[]): Promise<EnterpriseRow[]> {
  return db.query(
    `SELECT id, credit_code AS "creditCode", name, park_code AS "parkCode", union_org_id AS "unionOrgId", industry, condition,
       eligible, workers, surveyed_on::text AS "surveyedOn" FROM enterprise WHERE id = ANY($1::uuid[])`,
    [ids],
  );
}
