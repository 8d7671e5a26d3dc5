import type { Db, Tx } from '../../platform/database/database.js';
import type { Mapping } from '../../platform/tables/index.js';
import type { Layout } from './imports.queries.js';
import type { ImportCounts, ImportError, ImportKindName, ImportState, UndoBlock } from './imports.schemas.js';
import type { SealedPiece } from './sealed-rows.js';

const PIECES_A_STATEMENT = 64;

export interface NewImport {
  readonly id: string;
  readonly kind: ImportKindName;
  readonly orgId: string;
  readonly fileName: string;
  readonly fileSha256: Buffer;
  readonly requestedBy: string;
  readonly scope: readonly string[];
  readonly createdAt: Date;
}

export async function insertImport(tx: Tx, row: NewImport, pieces: Iterable<SealedPiece>): Promise<void> {
  await tx.query(
    `INSERT INTO import_batch (id, kind, org_id, file_name, file_sha256, state, requested_by, scope, created_at)
     VALUES ($1, $2, $3, $4, $5, 'UPLOADED', $6, $7, $8)`,
    [row.id, row.kind, row.orgId, row.fileName, row.fileSha256, row.requestedBy, row.scope, row.createdAt],
  );
  let some: SealedPiece[] = [];
  let from = 0;
  const flush = async (): Promise<void> => {
    await tx.query(
      `INSERT INTO import_piece (id, import_id, piece_no, sealed)
       SELECT r.id, $1, $2::integer + r.n::integer - 1, r.sealed FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS r (id, sealed, n)`,
      [row.id, from, some.map(({ id }) => id), some.map(({ sealed }) => sealed)],
    );
    from += some.length;
    some = [];
  };
  for (const piece of pieces) if (some.push(piece) === PIECES_A_STATEMENT) await flush();
  if (some.length > 0) await flush();
}

export interface ImportBatch {
  readonly id: string;
  readonly kind: ImportKindName;
  readonly orgId: string;
  readonly orgPath: string;
  readonly state: ImportState;
  readonly layout: Layout | null;
  readonly mapping: Mapping | null;
  readonly totalRows: number;
  readonly doneRows: number;
  readonly planned: ImportCounts | null;
  readonly requestedBy: string;
  readonly scope: string[];
  readonly createdAt: Date;
}

const SELECT = `SELECT i.id, i.kind, i.org_id AS "orgId", o.path AS "orgPath", i.state, i.layout, i.mapping, i.total_rows AS "totalRows",
    i.done_rows AS "doneRows", i.planned, i.requested_by AS "requestedBy", i.scope, i.created_at AS "createdAt"
  FROM import_batch i JOIN union_org o ON o.id = i.org_id`;

export async function findImport(db: Db, id: string): Promise<ImportBatch | null> {
  const rows: ImportBatch[] = await db.query(`${SELECT} WHERE i.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Locks an import, so that one step at a time moves it on; `scope` is LIKE patterns. */
export async function lockImport(tx: Tx, id: string, scope: readonly string[] = ['%']): Promise<ImportBatch | null> {
  const rows: ImportBatch[] = await tx.query(
    `${SELECT} WHERE i.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF i`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export async function countPieces(db: Db, importId: string): Promise<number> {
  const rows: { n: number }[] = await db.query('SELECT count(*)::int AS n FROM import_piece WHERE import_id = $1', [
    importId,
  ]);
  return rows[0]?.n ?? 0;
}

/** The pieces of a file in their order, some at a time: a driver needs several times the bytes of what it fetches. */
export async function* readPieces(db: Db, importId: string): AsyncGenerator<SealedPiece[]> {
  for (let from = 0; ; from += PIECES_A_STATEMENT) {
    const pieces: SealedPiece[] = await db.query(
      'SELECT id, sealed FROM import_piece WHERE import_id = $1 AND piece_no >= $2 ORDER BY piece_no LIMIT $3',
      [importId, from, PIECES_A_STATEMENT],
    );
    yield pieces;
    if (pieces.length < PIECES_A_STATEMENT) return;
  }
}

export async function deletePieces(tx: Tx, importId: string): Promise<void> {
  await tx.query('DELETE FROM import_piece WHERE import_id = $1', [importId]);
}

/** The file was read and waits for its mapping. */
export async function updateLayout(
  tx: Tx,
  id: string,
  read: { readonly layout: Layout; readonly mapping: Mapping; readonly totalRows: number },
): Promise<void> {
  await tx.query(
    `UPDATE import_batch SET state = 'MAPPING', layout = $2, mapping = $3, total_rows = $4 WHERE id = $1 AND state = 'UPLOADED'`,
    [id, JSON.stringify(read.layout), JSON.stringify(read.mapping), read.totalRows],
  );
}

const NO_COUNTS = `done_rows = 0, added_rows = 0, updated_rows = 0, transferred_rows = 0, asked_rows = 0, unchanged_rows = 0, refused_rows = 0`;

/** Begins a run over all rows: what an earlier one counted and kept is forgotten, but for title and header. */
export async function startRun(
  tx: Tx,
  id: string,
  run: {
    readonly state: 'CHECKING' | 'COMMITTING';
    readonly mapping: Mapping;
    readonly by: string;
    readonly scope: readonly string[];
  },
): Promise<void> {
  await tx.query(`DELETE FROM import_kept_row WHERE import_id = $1 AND errors <> '[]'`, [id]);
  await tx.query(
    `UPDATE import_batch SET state = $2, mapping = $3, requested_by = $4, scope = $5, ${NO_COUNTS} WHERE id = $1`,
    [id, run.state, JSON.stringify(run.mapping), run.by, run.scope],
  );
}

export async function addProgress(tx: Tx, id: string, counts: ImportCounts): Promise<void> {
  const rows = [
    counts.addedRows,
    counts.updatedRows,
    counts.transferredRows,
    counts.askedRows,
    counts.unchangedRows,
    counts.refusedRows,
  ];
  await tx.query(
    `UPDATE import_batch SET added_rows = added_rows + $2, updated_rows = updated_rows + $3, transferred_rows = transferred_rows + $4,
       asked_rows = asked_rows + $5, unchanged_rows = unchanged_rows + $6, refused_rows = refused_rows + $7,
       done_rows = done_rows + $8 WHERE id = $1`,
    [id, ...rows, rows.reduce((sum, count) => sum + count, 0)],
  );
}

/** The dry run is through: its counts stand beside those of the commit to come. */
export async function endCheck(tx: Tx, id: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE import_batch SET state = 'CHECKED', planned = jsonb_build_object('addedRows', added_rows, 'updatedRows', updated_rows,
       'transferredRows', transferred_rows, 'askedRows', asked_rows, 'unchangedRows', unchanged_rows, 'refusedRows', refused_rows)
     WHERE id = $1 AND state = 'CHECKING'`,
    [id],
  );
  return count > 0;
}

/** Moves an import from one state to another; false when it was in none of these. */
export async function moveImport(
  tx: Tx,
  id: string,
  from: readonly ImportState[],
  to: ImportState,
  more: {
    readonly at?: Date;
    readonly failure?: string;
    readonly detail?: string;
    readonly blocks?: readonly UndoBlock[];
  } = {},
): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE import_batch SET state = $3, finished_at = coalesce($4, finished_at), failure = coalesce($5, failure),
       failure_detail = coalesce($6, failure_detail), undo_blocks = $7 WHERE id = $1 AND state = ANY($2::text[])`,
    [
      id,
      from,
      to,
      more.at ?? null,
      more.failure ?? null,
      more.detail ?? null,
      more.blocks === undefined ? null : JSON.stringify(more.blocks),
    ],
  );
  return count > 0;
}

export interface NewKeptRow {
  readonly id: string;
  readonly rowNo: number;
  readonly errors: readonly ImportError[];
  readonly sealed: Buffer;
}

export async function insertKeptRows(tx: Tx, importId: string, rows: readonly NewKeptRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO import_kept_row (id, import_id, row_no, errors, sealed)
     SELECT r.id, $1, r.row_no, r.errors, r.sealed
     FROM unnest($2::uuid[], $3::integer[], $4::jsonb[], $5::bytea[]) AS r (id, row_no, errors, sealed)`,
    [
      importId,
      rows.map(({ id }) => id),
      rows.map(({ rowNo }) => rowNo),
      rows.map(({ errors }) => JSON.stringify(errors)),
      rows.map(({ sealed }) => sealed),
    ],
  );
}

export interface NewChange {
  readonly id: string;
  readonly rowNo: number;
  readonly outcome: string;
  readonly subjectId: string;
  readonly sealed: Buffer | null;
}

export async function insertChanges(tx: Tx, importId: string, rows: readonly NewChange[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO import_change (id, import_id, row_no, outcome, subject_id, sealed)
     SELECT r.id, $1, r.row_no, r.outcome, r.subject_id, r.sealed
     FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::uuid[], $6::bytea[]) AS r (id, row_no, outcome, subject_id, sealed)`,
    [
      importId,
      rows.map(({ id }) => id),
      rows.map(({ rowNo }) => rowNo),
      rows.map(({ outcome }) => outcome),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ sealed }) => sealed),
    ],
  );
}

export async function deleteChanges(tx: Tx, importId: string): Promise<void> {
  await tx.query('DELETE FROM import_change WHERE import_id = $1', [importId]);
}

/** Remembers how a header was understood. */
export async function saveLayout(
  tx: Tx,
  row: {
    kind: ImportKindName;
    orgId: string;
    signature: Buffer;
    savedBy: string;
    mapping: Mapping;
    savedAt: Date;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO import_layout (kind, org_id, signature, saved_by, mapping, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, org_id, signature, saved_by) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`,
    [row.kind, row.orgId, row.signature, row.savedBy, JSON.stringify(row.mapping), row.savedAt],
  );
}

/** Files still at work were given with the subtrees of an officer, as paths: they go along when a union moves. */
export async function moveScopes(tx: Tx, fromPath: string, toPath: string): Promise<void> {
  await tx.query(
    `UPDATE import_batch SET scope = ARRAY(
       SELECT CASE WHEN subtree ^@ $1 THEN $2 || substr(subtree, length($1) + 1) ELSE subtree END FROM unnest(scope) AS subtree)
     WHERE state NOT IN ('FAILED', 'CANCELLED', 'UNDONE') AND EXISTS (SELECT FROM unnest(scope) AS subtree WHERE subtree ^@ $1)`,
    [fromPath, toPath],
  );
}

/** Files of a union still on their way in. */
export async function countOnTheWay(db: Db, orgId: string): Promise<number> {
  const [row]: [{ count: number }] = await db.query(
    `SELECT count(*)::int AS count FROM import_batch WHERE org_id = $1 AND state IN ('CHECKING', 'COMMITTING', 'UNDOING')`,
    [orgId],
  );
  return row.count;
}
