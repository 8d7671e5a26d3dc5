import type { Tx } from '../../platform/database/database.js';
import type { EnterpriseEntity } from './enterprise.entity.js';
import type { ParkEntity } from './park.entity.js';
import type { UnionOrgEntity } from './union-org.entity.js';

/** Adds unions; parents stand before their children. */
export async function insertOrgs(tx: Tx, rows: readonly UnionOrgEntity[]): Promise<void> {
  await tx.query(
    `INSERT INTO union_org (id, parent_id, level, name, path, park_code, created_at)
     SELECT r.id, r."parentId", r.level, r.name, r.path, r."parkCode", r."createdAt"
     FROM jsonb_to_recordset($1::jsonb) AS r (id text, "parentId" text, level text, name text, path text, "parkCode" text, "createdAt" timestamptz)`,
    [JSON.stringify(rows)],
  );
}

export async function insertPark(tx: Tx, park: ParkEntity): Promise<void> {
  await tx.query('INSERT INTO park (code, name, tier, org_id) VALUES ($1, $2, $3, $4)', [park.code, park.name, park.tier, park.orgId]);
  await tx.query('UPDATE union_org SET park_code = $1 WHERE id = $2', [park.code, park.orgId]);
}

export async function insertEnterprises(tx: Tx, rows: readonly EnterpriseEntity[]): Promise<void> {
  await tx.query(
    `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
     SELECT r.id, r."creditCode", r.name, r."parkCode", r."unionOrgId", r.industry, r.condition, r.eligible, r.workers, r."surveyedOn"
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "creditCode" text, name text, "parkCode" text, "unionOrgId" text, industry text,
       condition text, eligible boolean, workers int, "surveyedOn" date)`,
    [JSON.stringify(rows)],
  );
}
