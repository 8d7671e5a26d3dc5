import type { Db } from '../../platform/database/database.js';
import type { Mapping } from '../../platform/tables/index.js';
import type { ImportCounts, ImportError, ImportKindName, ImportState, UndoBlock } from './imports.schemas.js';

/** What the file looks like. */
export interface Layout {
  readonly fileKind: 'csv' | 'xlsx';
  readonly sheet: string | null;
  readonly otherSheets: readonly string[];
  readonly hasMergedCells: boolean;
  readonly header: readonly string[];
  readonly headerRowNo: number;
  readonly isRemembered: boolean;
}

export interface ImportViewRow extends ImportCounts {
  readonly id: string;
  readonly kind: ImportKindName;
  readonly orgId: string;
  readonly orgName: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly failure: string | null;
  readonly failureDetail: string | null;
  readonly layout: Layout | null;
  readonly mapping: Mapping | null;
  readonly totalRows: number;
  readonly doneRows: number;
  readonly planned: ImportCounts | null;
  readonly undoBlocks: UndoBlock[] | null;
  readonly hasChanges: boolean;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Imports of one kind in the subtree, the newest first; `limit + 1` rows. */
export function listImports(
  db: Db,
  kind: ImportKindName,
  scope: readonly string[],
  filter: { id: string | null; beforeId: string | null; limit: number },
): Promise<ImportViewRow[]> {
  return db.query(
    `SELECT i.id, i.kind, i.org_id AS "orgId", o.name AS "orgName", i.file_name AS "fileName", i.state, i.failure,
       i.failure_detail AS "failureDetail", i.layout, i.mapping, i.total_rows AS "totalRows", i.done_rows AS "doneRows",
       i.added_rows AS "addedRows", i.updated_rows AS "updatedRows", i.transferred_rows AS "transferredRows", i.asked_rows AS "askedRows",
       i.unchanged_rows AS "unchangedRows", i.refused_rows AS "refusedRows", i.planned, i.undo_blocks AS "undoBlocks",
       EXISTS (SELECT FROM import_change c WHERE c.import_id = i.id) AS "hasChanges",
       i.created_at AS "createdAt", i.finished_at AS "finishedAt"
     FROM import_batch i JOIN union_org o ON o.id = i.org_id
     WHERE i.kind = $1 AND o.path LIKE ANY($2::text[]) AND ($3::uuid IS NULL OR i.id = $3) AND ($4::uuid IS NULL OR i.id < $4)
     ORDER BY i.id DESC LIMIT $5`,
    [kind, scope, filter.id, filter.beforeId, filter.limit + 1],
  );
}

export interface KeptRow {
  readonly id: string;
  readonly rowNo: number;
  readonly errors: ImportError[];
  readonly sealed: Buffer;
}

/** The next rows that go back to the officer, title and header first. */
export function listKeptRows(db: Db, importId: string, afterRowNo: number, limit: number): Promise<KeptRow[]> {
  return db.query(
    `SELECT id, row_no AS "rowNo", errors, sealed FROM import_kept_row
     WHERE import_id = $1 AND row_no > $2 ORDER BY row_no LIMIT $3`,
    [importId, afterRowNo, limit],
  );
}

/** The first mistakes, for the page. */
export function listFirstErrors(
  db: Db,
  importId: string,
  limit: number,
): Promise<{ rowNo: number; errors: ImportError[] }[]> {
  return db.query(
    `SELECT row_no AS "rowNo", errors FROM import_kept_row WHERE import_id = $1 AND errors <> '[]' ORDER BY row_no LIMIT $2`,
    [importId, limit],
  );
}

export interface StoredChange {
  readonly id: string;
  readonly rowNo: number;
  readonly outcome: 'ADDED' | 'UPDATED' | 'TRANSFERRED' | 'ASKED';
  readonly subjectId: string;
  readonly sealed: Buffer | null;
}

export function listChanges(db: Db, importId: string, afterRowNo: number, limit: number): Promise<StoredChange[]> {
  return db.query(
    `SELECT id, row_no AS "rowNo", outcome, subject_id AS "subjectId", sealed FROM import_change
     WHERE import_id = $1 AND row_no > $2 ORDER BY row_no LIMIT $3`,
    [importId, afterRowNo, limit],
  );
}

/** How this header was understood the last time: by the same officer, else by anybody of the union. */
export async function findLayout(
  db: Db,
  place: { kind: ImportKindName; orgId: string; signature: Buffer; loginId: string },
): Promise<Mapping | null> {
  const rows: { mapping: Mapping }[] = await db.query(
    `SELECT mapping FROM import_layout WHERE kind = $1 AND signature = $2 AND (saved_by = $3 OR org_id = $4)
     ORDER BY saved_by = $3 DESC, saved_at DESC LIMIT 1`,
    [place.kind, place.signature, place.loginId, place.orgId],
  );
  return rows[0]?.mapping ?? null;
}

/** Path of a union inside the scope, given as LIKE patterns. */
export async function findOrgPath(db: Db, orgId: string, scope: readonly string[]): Promise<string | null> {
  const rows: { path: string }[] = await db.query(
    'SELECT path FROM union_org WHERE id = $1 AND path LIKE ANY($2::text[]) AND dissolved_at IS NULL',
    [orgId, scope],
  );
  return rows[0]?.path ?? null;
}
