import type { Db, Tx } from '../../../platform/database/database.js';
import type { AssessmentView, DistrictView } from './standard.schemas.js';

const ASSESSMENTS_MAX = 50;

export interface NewAssessment {
  readonly id: string;
  readonly orgId: string;
  readonly standard: boolean;
  readonly assessedOn: string;
  readonly basis: string;
  readonly assessedBy: string;
}

/** Adds findings; unions then stand as the latest one of each says, whichever was written last. */
export async function insertAssessments(tx: Tx, rows: readonly NewAssessment[], now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO standard_assessment (id, org_id, standard, assessed_on, basis, assessed_by, created_at)
     SELECT id, "orgId", standard, "assessedOn", basis, "assessedBy", $2
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "orgId" text, standard boolean, "assessedOn" date, basis text, "assessedBy" uuid)`,
    [JSON.stringify(rows), now],
  );
  await tx.query(
    `UPDATE union_org o SET standard = latest.standard FROM (
       SELECT DISTINCT ON (org_id) org_id, standard FROM standard_assessment WHERE org_id = ANY($1) ORDER BY org_id, assessed_on DESC, id DESC
     ) latest WHERE o.id = latest.org_id AND o.standard <> latest.standard`,
    [rows.map(({ orgId }) => orgId)],
  );
}

export interface Standing {
  readonly standard: boolean;
  readonly districtCode: string | null;
}

export async function findStanding(db: Db, orgId: string): Promise<Standing | null> {
  const rows: Standing[] = await db.query(
    `SELECT o.standard, coalesce(o.district_code, p.district_code) AS "districtCode"
     FROM union_org o LEFT JOIN park p ON p.code = o.park_code WHERE o.id = $1`,
    [orgId],
  );
  return rows[0] ?? null;
}

/** Locks a union, so that two assessments at once are one after the other. */
export async function lockOrg(tx: Tx, orgId: string): Promise<void> {
  await tx.query('SELECT 1 FROM union_org WHERE id = $1 FOR NO KEY UPDATE', [orgId]);
}

/** Findings about a union, newest first. */
export async function listAssessments(
  db: Db,
  orgId: string,
): Promise<(Omit<AssessmentView, 'createdAt'> & { readonly createdAt: Date })[]> {
  return db.query(
    `SELECT a.id, a.standard, a.assessed_on::text AS "assessedOn", a.basis, l.display_name AS "assessedBy", a.created_at AS "createdAt"
     FROM standard_assessment a LEFT JOIN officer_name l ON l.id = a.assessed_by
     WHERE a.org_id = $1 ORDER BY a.assessed_on DESC, a.id DESC LIMIT ${ASSESSMENTS_MAX}`,
    [orgId],
  );
}

export async function listDistricts(db: Db): Promise<DistrictView[]> {
  return db.query('SELECT code, name FROM district ORDER BY code');
}

/** Says where a union and everything below it lies; a park's union takes the park along. */
export async function updateDistrict(tx: Tx, orgId: string, path: string, districtCode: string | null): Promise<void> {
  await tx.query('UPDATE union_org SET district_code = $2 WHERE path ^@ $1', [path, districtCode]);
  await tx.query('UPDATE park SET district_code = $2 WHERE org_id = $1', [orgId, districtCode]);
}
