import type { Tx } from '../../../platform/database/database.js';
import type { EnterpriseRow } from '../organizations.repository.js';

/** Adds those whose credit code nobody has; answers the ids that came in. One order for all, so that two files wait for each other. */
export async function addEnterprises(tx: Tx, rows: readonly EnterpriseRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const added: { id: string }[] = await tx.query(
    `INSERT INTO enterprise
       (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
     SELECT id, "creditCode", name, "parkCode", "unionOrgId", industry, condition, eligible, workers, "surveyedOn"
     FROM jsonb_to_recordset($1::jsonb)
       AS r (id uuid, "creditCode" text, name text, "parkCode" text, "unionOrgId" text, industry text, condition text,
             eligible boolean, workers integer, "surveyedOn" date)
     ORDER BY "creditCode" ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(rows)],
  );
  return new Set(added.map(({ id }) => id));
}

/** Gives enterprises all their fields; the credit code is what they are known by and stays. */
export async function updateEnterprises(tx: Tx, rows: readonly EnterpriseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE enterprise e SET name = r.name, park_code = r."parkCode", union_org_id = r."unionOrgId", industry = r.industry,
       condition = r.condition, eligible = r.eligible, workers = r.workers, surveyed_on = r."surveyedOn"
     FROM jsonb_to_recordset($1::jsonb)
       AS r (id uuid, name text, "parkCode" text, "unionOrgId" text, industry text, condition text,
             eligible boolean, workers integer, "surveyedOn" date)
     WHERE e.id = r.id`,
    [JSON.stringify(rows)],
  );
}

export async function lockEnterprises(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM enterprise WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
}

/** Removes enterprises nothing refers to; one that is referred to is an error of the database. */
export async function deleteEnterprises(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM enterprise WHERE id = ANY($1::uuid[])', [ids]);
}
