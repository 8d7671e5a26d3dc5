import type { FieldPlace } from '../../../platform/crypto/field-cipher.js';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { TakeoverError } from './takeover.rules.js';
import type { TakeoverState } from './takeover.schemas.js';

/** Where a file of old cards lies sealed. */
export const oldCardsPlace = (takeoverId: string): FieldPlace => ({
  table: 'card_takeover',
  column: 'content',
  rowId: takeoverId,
});

export interface NewTakeoverRow {
  readonly id: string;
  readonly orgId: string;
  readonly fileName: string;
  readonly fileSha256: Buffer;
  readonly content: Buffer;
  readonly requestedBy: string;
  readonly createdAt: Date;
}

export async function insertTakeover(tx: Tx, row: NewTakeoverRow): Promise<void> {
  await tx.query(
    `INSERT INTO card_takeover (id, org_id, file_name, file_sha256, content, state, requested_by, created_at)
     VALUES ($1, $2, $3, $4, $5, 'CHECKING', $6, $7)`,
    [row.id, row.orgId, row.fileName, row.fileSha256, row.content, row.requestedBy, row.createdAt],
  );
}

export interface TakeoverRow {
  readonly id: string;
  readonly orgPath: string;
  readonly state: TakeoverState;
  readonly doneRows: number;
  readonly requestedBy: string;
}

const ROW = `t.id, o.path AS "orgPath", t.state, t.done_rows AS "doneRows", t.requested_by AS "requestedBy"`;

/** Locks a file of the subtree, so that one run or one officer at a time moves it on. */
export async function lockTakeover(tx: Tx, id: string, scope: readonly string[]): Promise<TakeoverRow | null> {
  const rows: TakeoverRow[] = await tx.query(
    `SELECT ${ROW} FROM card_takeover t JOIN union_org o ON o.id = t.org_id WHERE t.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF t`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export async function findTakeoverFile(db: Db, id: string): Promise<(TakeoverRow & { content: Buffer | null }) | null> {
  const rows: (TakeoverRow & { content: Buffer | null })[] = await db.query(
    `SELECT ${ROW}, t.content FROM card_takeover t JOIN union_org o ON o.id = t.org_id WHERE t.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Begins to take over what was checked: the figures are counted anew. */
export async function startTaking(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE card_takeover SET state = 'TAKING', done_rows = 0, new_rows = 0, linked_rows = 0, known_rows = 0, refused_rows = 0 WHERE id = $1`,
    [id],
  );
  await tx.query('DELETE FROM card_takeover_error WHERE takeover_id = $1', [id]);
}

export async function setTotal(tx: Tx, id: string, totalRows: number): Promise<void> {
  await tx.query('UPDATE card_takeover SET total_rows = $2 WHERE id = $1', [id, totalRows]);
}

export interface RowCounts {
  readonly new: number;
  readonly linked: number;
  readonly known: number;
  readonly refused: number;
}

export async function addRows(tx: Tx, id: string, rows: RowCounts): Promise<void> {
  await tx.query(
    `UPDATE card_takeover SET new_rows = new_rows + $2, linked_rows = linked_rows + $3, known_rows = known_rows + $4,
       refused_rows = refused_rows + $5, done_rows = done_rows + $2::integer + $3::integer + $4::integer + $5::integer WHERE id = $1`,
    [id, rows.new, rows.linked, rows.known, rows.refused],
  );
}

/** Ends a step; the file's text is kept no longer than it is needed. */
export async function setTakeoverState(
  tx: Tx,
  id: string,
  state: TakeoverState,
  end: { readonly failure: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE card_takeover SET state = $2, failure = $3,
       finished_at = CASE WHEN $2 = 'CHECKED' THEN NULL ELSE $4::timestamptz END,
       content = CASE WHEN $2 = 'CHECKED' THEN content END WHERE id = $1`,
    [id, state, end.failure, end.at],
  );
}

export interface NumberedError extends TakeoverError {
  readonly rowNo: number;
}

export async function insertTakeoverErrors(tx: Tx, id: string, errors: readonly NumberedError[]): Promise<void> {
  if (errors.length === 0) return;
  await tx.query(
    `INSERT INTO card_takeover_error (takeover_id, row_no, field, reason, masked_value)
     SELECT $1, r.row_no, r.field, r.reason, r.masked_value
     FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[]) AS r (row_no, field, reason, masked_value) ON CONFLICT DO NOTHING`,
    [
      id,
      errors.map((error) => error.rowNo),
      errors.map((error) => error.field),
      errors.map((error) => error.reason),
      errors.map((error) => error.maskedValue),
    ],
  );
}

/** Who has these old numbers here. */
export async function listTakenNumbers(db: Db, legacyNos: readonly string[]): Promise<Map<string, string>> {
  const rows: { legacyNo: string; memberId: string }[] = await db.query(
    'SELECT legacy_no AS "legacyNo", member_id AS "memberId" FROM card WHERE legacy_no = ANY($1::text[])',
    [legacyNos],
  );
  return new Map(rows.map(({ legacyNo, memberId }) => [legacyNo, memberId]));
}

/** The open cards of these people, locked where something will be noted on them. */
export async function lockOpenCardsOf(
  tx: Tx,
  memberIds: readonly string[],
): Promise<Map<string, { cardId: string; legacyNo: string | null }>> {
  const rows: { memberId: string; cardId: string; legacyNo: string | null }[] = await tx.query(
    `SELECT member_id AS "memberId", id AS "cardId", legacy_no AS "legacyNo" FROM card
     WHERE member_id = ANY($1::uuid[]) AND state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED') ORDER BY id FOR NO KEY UPDATE`,
    [memberIds],
  );
  return new Map(rows.map(({ memberId, ...card }) => [memberId, card]));
}

export async function linkNumbers(
  tx: Tx,
  links: readonly { readonly cardId: string; readonly legacyNo: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE card c SET legacy_no = r.legacy_no FROM unnest($1::uuid[], $2::text[]) AS r (card_id, legacy_no) WHERE c.id = r.card_id`,
    [links.map(({ cardId }) => cardId), links.map(({ legacyNo }) => legacyNo)],
  );
}
