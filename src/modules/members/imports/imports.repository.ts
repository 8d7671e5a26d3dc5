import type { Db, Tx } from '../../../platform/database/database.js';
import type { RowError } from './roster-row.rules.js';

export interface NewImportRow {
  readonly id: string;
  readonly orgId: string;
  readonly fileName: string;
  readonly fileSha256: Buffer;
  readonly content: Buffer;
  readonly requestedBy: string;
  readonly createdAt: Date;
}

export async function insertImport(tx: Tx, row: NewImportRow): Promise<void> {
  await tx.query(
    `INSERT INTO member_import (id, org_id, file_name, file_sha256, content, state, requested_by, created_at)
     VALUES ($1, $2, $3, $4, $5, 'WAITING', $6, $7)`,
    [row.id, row.orgId, row.fileName, row.fileSha256, row.content, row.requestedBy, row.createdAt],
  );
}

export interface ImportProgress {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
  readonly state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly doneRows: number;
  readonly createdAt: Date;
}

const PROGRESS = `i.id, i.org_id AS "orgId", o.path AS "orgPath", i.state, i.done_rows AS "doneRows", i.created_at AS "createdAt"`;

export async function findImport(db: Db, id: string): Promise<(ImportProgress & { content: Buffer | null }) | null> {
  const rows: (ImportProgress & { content: Buffer | null })[] = await db.query(
    `SELECT ${PROGRESS}, i.content FROM member_import i JOIN union_org o ON o.id = i.org_id WHERE i.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Locks an import, so that one run at a time moves it on. */
export async function lockImport(tx: Tx, id: string): Promise<ImportProgress | null> {
  const rows: ImportProgress[] = await tx.query(
    `SELECT ${PROGRESS} FROM member_import i JOIN union_org o ON o.id = i.org_id WHERE i.id = $1 FOR UPDATE OF i`,
    [id],
  );
  return rows[0] ?? null;
}

export async function startImport(tx: Tx, id: string, totalRows: number): Promise<void> {
  await tx.query(
    `UPDATE member_import SET state = 'RUNNING', total_rows = $2 WHERE id = $1 AND state IN ('WAITING', 'RUNNING')`,
    [id, totalRows],
  );
}

export async function addProgress(
  tx: Tx,
  id: string,
  rows: { readonly added: number; readonly known: number; readonly refused: number },
): Promise<void> {
  await tx.query(
    `UPDATE member_import SET done_rows = done_rows + $2::integer + $3::integer + $4::integer, added_rows = added_rows + $2,
       known_rows = known_rows + $3, refused_rows = refused_rows + $4 WHERE id = $1`,
    [id, rows.added, rows.known, rows.refused],
  );
}

/** Ends an import; the file's text is kept no longer than it is needed. */
export async function endImport(
  tx: Tx,
  id: string,
  end: { readonly state: 'DONE' | 'FAILED'; readonly failure: string | null; readonly at: Date },
): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member_import SET state = $2, failure = $3, finished_at = $4, content = NULL
     WHERE id = $1 AND state IN ('WAITING', 'RUNNING')`,
    [id, end.state, end.failure, end.at],
  );
  return count > 0;
}

export interface NumberedRowError extends RowError {
  readonly rowNo: number;
}

export async function insertErrors(tx: Tx, importId: string, errors: readonly NumberedRowError[]): Promise<void> {
  if (errors.length === 0) return;
  await tx.query(
    `INSERT INTO member_import_error (import_id, row_no, field, reason, masked_value)
     SELECT $1, r.row_no, r.field, r.reason, r.masked_value
     FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[]) AS r (row_no, field, reason, masked_value)
     ON CONFLICT DO NOTHING`,
    [
      importId,
      errors.map((error) => error.rowNo),
      errors.map((error) => error.field),
      errors.map((error) => error.reason),
      errors.map((error) => error.maskedValue),
    ],
  );
}

/** Ends imports nobody read in time and drops their files; who sent one sees that it failed. */
export async function clearImportContents(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member_import SET content = NULL,
       state = CASE WHEN state IN ('WAITING', 'RUNNING') THEN 'FAILED' ELSE state END, finished_at = coalesce(finished_at, now())
     WHERE id IN (SELECT id FROM member_import WHERE content IS NOT NULL AND created_at < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [before, limit],
  );
  return count;
}

/** Drops the row-level reports of imports that ended long ago. */
export async function clearImportErrors(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM member_import_error e USING (
       SELECT e.import_id, e.row_no, e.field FROM member_import_error e JOIN member_import i ON i.id = e.import_id
       WHERE i.finished_at < $1 LIMIT $2) AS old
     WHERE e.import_id = old.import_id AND e.row_no = old.row_no AND e.field = old.field`,
    [before, limit],
  );
  return count;
}
