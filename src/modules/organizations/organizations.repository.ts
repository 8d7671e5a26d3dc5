import type { Db, Tx } from '../../platform/database/database.js';
import type { OrgLevel, OrgView } from './organizations.schemas.js';

export interface OrgRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly level: OrgLevel;
  readonly name: string;
  /** `/city/park-a/u1/`: the parent's path, the id and a slash. */
  readonly path: string;
  readonly parkCode: string | null;
  readonly createdAt: Date;
}

export interface ParkRow {
  readonly code: string;
  readonly name: string;
  readonly tier: 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL' | null;
  readonly orgId: string;
  readonly districtCode?: string | null;
}

export interface EnterpriseRow {
  readonly id: string;
  readonly creditCode: string;
  readonly name: string;
  readonly parkCode: string;
  readonly unionOrgId: string | null;
  readonly industry: string | null;
  readonly condition: 'OPERATING' | 'SUSPENDED' | 'CLOSED';
  readonly eligible: boolean;
  readonly workers: number;
  /** `YYYY-MM-DD`. */
  readonly surveyedOn: string;
}

/** Adds organisations in one statement, in the district of the one above; foreign keys are checked at its end, so parents may come with their children. */
export async function insertOrgs(tx: Tx, rows: readonly OrgRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO union_org (id, parent_id, level, name, path, park_code, district_code, created_at)
     SELECT r.id, "parentId", r.level, r.name, r.path, "parkCode", above.district_code, "createdAt"
     FROM jsonb_to_recordset($1::jsonb)
       AS r (id text, "parentId" text, level text, name text, path text, "parkCode" text, "createdAt" timestamptz)
     LEFT JOIN union_org above ON above.id = r."parentId"`,
    [JSON.stringify(rows)],
  );
}

/** Adds parks, and marks their union's whole subtree as theirs. */
export async function insertParks(tx: Tx, rows: readonly ParkRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO park (code, name, tier, org_id, district_code)
     SELECT code, name, tier, "orgId", "districtCode"
     FROM jsonb_to_recordset($1::jsonb) AS r (code text, name text, tier text, "orgId" text, "districtCode" text)`,
    [JSON.stringify(rows)],
  );
  await tx.query(
    `UPDATE union_org o SET park_code = p.code FROM park p JOIN union_org top ON top.id = p.org_id
     WHERE p.code = ANY($1) AND o.path ^@ top.path`,
    [rows.map(({ code }) => code)],
  );
}

export async function insertEnterprises(tx: Tx, rows: readonly EnterpriseRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO enterprise
       (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
     SELECT id, "creditCode", name, "parkCode", "unionOrgId", industry, condition, eligible, workers, "surveyedOn"
     FROM jsonb_to_recordset($1::jsonb)
       AS r (id uuid, "creditCode" text, name text, "parkCode" text, "unionOrgId" text, industry text, condition text,
             eligible boolean, workers integer, "surveyedOn" date)`,
    [JSON.stringify(rows)],
  );
}

export interface PlacedOrg extends OrgView {
  readonly path: string;
}

/** One organisation that stands, inside the scope, given as LIKE patterns. */
export async function findOrg(db: Db, id: string, scope: readonly string[]): Promise<PlacedOrg | null> {
  const rows: PlacedOrg[] = await db.query(
    `SELECT id, parent_id AS "parentId", level, name, path, park_code AS "parkCode"
     FROM union_org WHERE id = $1 AND path LIKE ANY($2) AND dissolved_at IS NULL`,
    [id, scope],
  );
  return rows[0] ?? null;
}

/** The top of the tree. */
export async function findCity(db: Db): Promise<PlacedOrg | null> {
  const rows: PlacedOrg[] = await db.query(
    `SELECT id, parent_id AS "parentId", level, name, path, park_code AS "parkCode"
     FROM union_org WHERE level = 'CITY' ORDER BY created_at, id LIMIT 1`,
  );
  return rows[0] ?? null;
}
