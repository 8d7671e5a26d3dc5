import type { Db } from '../../../platform/database/database.js';
import type { StoredRowError } from './roster-report.rules.js';

export interface ImportViewRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly fileName: string;
  readonly state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly totalRows: number;
  readonly doneRows: number;
  readonly addedRows: number;
  readonly knownRows: number;
  readonly refusedRows: number;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Imports of the subtree, the newest first; `limit + 1` rows. */
export function listImports(
  db: Db,
  scope: readonly string[],
  filter: { id: string | null; beforeId: string | null; limit: number },
): Promise<ImportViewRow[]> {
  return db.query(
    `SELECT i.id, i.org_id AS "orgId", o.name AS "orgName", i.file_name AS "fileName", i.state, i.total_rows AS "totalRows",
       i.done_rows AS "doneRows", i.added_rows AS "addedRows", i.known_rows AS "knownRows", i.refused_rows AS "refusedRows",
       i.failure, i.created_at AS "createdAt", i.finished_at AS "finishedAt"
     FROM member_import i JOIN union_org o ON o.id = i.org_id
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR i.id = $2) AND ($3::uuid IS NULL OR i.id < $3)
     ORDER BY i.id DESC LIMIT $4`,
    [scope, filter.id, filter.beforeId, filter.limit + 1],
  );
}

/** Every refused field of an import, by row. */
export function listErrors(db: Db, importId: string): Promise<StoredRowError[]> {
  return db.query(
    `SELECT row_no AS "rowNo", field, reason, masked_value AS "maskedValue" FROM member_import_error
     WHERE import_id = $1 ORDER BY row_no, field`,
    [importId],
  );
}

/** Ids of the unions below a union, by id and by name; where two have one name neither is found by it. */
export async function listUnionIds(db: Db, orgPath: string): Promise<Map<string, string>> {
  const rows: { id: string; name: string }[] = await db.query(
    `SELECT id, name FROM union_org WHERE path LIKE $1 ORDER BY path`,
    [`${orgPath}%`],
  );
  const namesakes = new Map<string, number>();
  for (const { name } of rows) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  const byName = rows.filter(({ name }) => namesakes.get(name) === 1).map(({ id, name }) => [name, id] as const);
  return new Map([...byName, ...rows.map(({ id }) => [id, id] as const)]);
}

/** Ids of enterprises by credit code and by name. */
export async function listEnterpriseIds(
  db: Db,
  creditCodes: readonly string[],
  names: readonly string[],
): Promise<Map<string, string>> {
  if (creditCodes.length + names.length === 0) return new Map();
  const rows: { id: string; creditCode: string; name: string }[] = await db.query(
    `SELECT id, credit_code AS "creditCode", name FROM enterprise WHERE credit_code = ANY($1::text[]) OR name = ANY($2::text[])`,
    [creditCodes, names],
  );
  return new Map(rows.flatMap(({ id, creditCode, name }) => [[name, id] as const, [creditCode, id] as const]));
}
