import type { Db, Tx } from '../../../platform/database/database.js';
import type { CaseKind, CaseState } from './case.rules.js';

export interface CaseRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
  readonly kind: CaseKind;
  readonly cause: 'EXITED' | 'REVOKED' | null;
  readonly entryId: string | null;
  readonly fromOn: string | null;
  readonly untilOn: string | null;
  readonly state: CaseState;
  readonly basis: string;
  readonly note: string | null;
  readonly proposedBy: string | null;
  readonly preparedBy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly closedAt: Date | null;
  readonly noticeFromOn: string | null;
  readonly noticeUntilOn: string | null;
  /** By which version of the category's meaning it was decided; null until then. */
  readonly meaningVersion: number | null;
  /** Whether its evidence is gone: the person was deleted, or its time was over. */
  readonly erased: boolean;
}

const CASE = `SELECT c.id, c.member_id AS "memberId", c.code, c.level, c.kind, c.cause, c.entry_id AS "entryId", c.from_on::text AS "fromOn",
  c.until_on::text AS "untilOn", c.state, c.basis, c.note, c.proposed_by AS "proposedBy", c.prepared_by AS "preparedBy",
  c.decided_by AS "decidedBy", c.decided_at AS "decidedAt", c.closed_at AS "closedAt", c.notice_from_on::text AS "noticeFromOn",
  c.notice_until_on::text AS "noticeUntilOn", c.meaning_version AS "meaningVersion", c.evidence_erased_at IS NOT NULL AS erased FROM category_case c`;

export type NewCase = Pick<
  CaseRow,
  | 'id'
  | 'memberId'
  | 'code'
  | 'level'
  | 'kind'
  | 'cause'
  | 'entryId'
  | 'fromOn'
  | 'untilOn'
  | 'state'
  | 'basis'
  | 'proposedBy'
>;

/** Inserts a case; a second open one of the member and category is an error of the database, translated by the service. */
export async function insertCase(tx: Tx, row: NewCase, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO category_case (id, member_id, code, level, kind, cause, entry_id, from_on, until_on, state, basis, proposed_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      row.id,
      row.memberId,
      row.code,
      row.level,
      row.kind,
      row.cause,
      row.entryId,
      row.fromOn,
      row.untilOn,
      row.state,
      row.basis,
      row.proposedBy,
      now,
    ],
  );
}

/** A case of the subtree; one a worker still writes shows only once the union sent it back. */
const OF_SCOPE = `JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
  WHERE c.id = $1 AND o.path LIKE ANY($2::text[]) AND (c.state <> 'DRAFT' OR c.note IS NOT NULL)`;

export async function findCase(db: Db, id: string, scope: readonly string[]): Promise<CaseRow | null> {
  const rows: CaseRow[] = await db.query(`${CASE} ${OF_SCOPE}`, [id, scope]);
  return rows[0] ?? null;
}

export async function lockCase(tx: Tx, id: string, scope: readonly string[]): Promise<CaseRow | null> {
  const rows: CaseRow[] = await tx.query(`${CASE} ${OF_SCOPE} FOR UPDATE OF c`, [id, scope]);
  return rows[0] ?? null;
}

/** What a member applied for by themselves. */
export async function findOwnCase(db: Db, id: string, memberId: string): Promise<CaseRow | null> {
  const rows: CaseRow[] = await db.query(`${CASE} WHERE c.id = $1 AND c.member_id = $2 AND c.proposed_by IS NULL`, [
    id,
    memberId,
  ]);
  return rows[0] ?? null;
}

export async function lockOwnCase(tx: Tx, id: string, memberId: string): Promise<CaseRow | null> {
  const rows: CaseRow[] = await tx.query(
    `${CASE} WHERE c.id = $1 AND c.member_id = $2 AND c.proposed_by IS NULL FOR UPDATE`,
    [id, memberId],
  );
  return rows[0] ?? null;
}

/** Where a case goes next; whatever the change does not name stays. */
export async function moveCase(tx: Tx, row: CaseRow, change: Partial<CaseRow>): Promise<void> {
  const next = { ...row, ...change };
  await tx.query(
    `UPDATE category_case SET state = $2, note = $3, prepared_by = $4, decided_by = $5, decided_at = $6, closed_at = $7,
       notice_from_on = $8, notice_until_on = $9, meaning_version = $10 WHERE id = $1`,
    [
      next.id,
      next.state,
      next.note,
      next.preparedBy,
      next.decidedBy,
      next.decidedAt,
      next.closedAt,
      next.noticeFromOn,
      next.noticeUntilOn,
      next.meaningVersion,
    ],
  );
}

/** How many applications a member began since an instant. */
export async function countBegun(tx: Tx, memberId: string, since: Date): Promise<number> {
  const rows: { begun: number }[] = await tx.query(
    'SELECT count(*)::int AS begun FROM category_case WHERE member_id = $1 AND proposed_by IS NULL AND created_at >= $2',
    [memberId, since],
  );
  return rows[0]?.begun ?? 0;
}

/** Locks cases whose posting is over and that nobody objects to any more; what another process works on is left to it. */
export function lockNoticeOver(tx: Tx, todayOn: string, limit: number): Promise<CaseRow[]> {
  return tx.query(
    `${CASE} WHERE c.state = 'NOTICE' AND c.notice_until_on < $1
       AND NOT EXISTS (SELECT FROM category_objection x WHERE x.case_id = c.id AND x.state = 'OPEN')
     ORDER BY c.notice_until_on, c.id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [todayOn, limit],
  );
}

export async function countOpenObjections(tx: Tx, caseId: string): Promise<number> {
  const rows: { open: number }[] = await tx.query(
    `SELECT count(*)::int AS open FROM category_objection WHERE case_id = $1 AND state = 'OPEN'`,
    [caseId],
  );
  return rows[0]?.open ?? 0;
}

export async function insertObjection(
  tx: Tx,
  row: { readonly id: string; readonly caseId: string; readonly saidCipher: Buffer; readonly recordedBy: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO category_objection (id, case_id, said_cipher, state, recorded_by, recorded_at) VALUES ($1, $2, $3, 'OPEN', $4, $5)`,
    [row.id, row.caseId, row.saidCipher, row.recordedBy, now],
  );
}

/** An objection to a case that the caller has locked. */
export async function findObjection(
  tx: Tx,
  id: string,
  caseId: string,
): Promise<{ state: string; recordedBy: string } | null> {
  const rows: { state: string; recordedBy: string }[] = await tx.query(
    'SELECT state, recorded_by AS "recordedBy" FROM category_objection WHERE id = $1 AND case_id = $2',
    [id, caseId],
  );
  return rows[0] ?? null;
}

export async function settleObjection(
  tx: Tx,
  id: string,
  settled: { readonly state: 'UPHELD' | 'DISMISSED'; readonly by: string; readonly note: string; readonly now: Date },
): Promise<void> {
  await tx.query(
    'UPDATE category_objection SET state = $2, settled_by = $3, note = $4, settled_at = $5 WHERE id = $1',
    [id, settled.state, settled.by, settled.note, settled.now],
  );
}

/** What was objected, and what was found about it, goes with the evidence of its case; that somebody objected stays. */
export async function forgetObjections(tx: Tx, caseIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE category_objection SET said_cipher = NULL, note = CASE WHEN note IS NOT NULL THEN '—' END WHERE case_id = ANY($1::uuid[])`,
    [caseIds],
  );
}

export async function markErased(tx: Tx, caseIds: readonly string[], now: Date): Promise<void> {
  await tx.query(
    'UPDATE category_case SET evidence_erased_at = coalesce(evidence_erased_at, $2) WHERE id = ANY($1::uuid[])',
    [caseIds, now],
  );
}

/** Closes what was begun and left lying, so that its evidence goes too. */
export async function withdrawForgotten(tx: Tx, before: Date, now: Date): Promise<number> {
  const [, closed]: [unknown, number] = await tx.query(
    `UPDATE category_case SET state = 'WITHDRAWN', closed_at = $2 WHERE state = 'DRAFT' AND created_at < $1`,
    [before, now],
  );
  return closed;
}

/** Takes back what members applied for by themselves and is not decided for good. */
export async function withdrawOwn(tx: Tx, memberIds: readonly string[], now: Date): Promise<void> {
  await tx.query(
    `UPDATE category_case SET state = 'WITHDRAWN', closed_at = $2
     WHERE member_id = ANY($1::uuid[]) AND proposed_by IS NULL AND state IN ('DRAFT', 'APPLIED', 'IN_REVIEW', 'NOTICE')`,
    [memberIds, now],
  );
}

/** Closes whatever is open of an erased person, and takes the words out of what was decided; that it was decided stays. */
export async function emptyCases(tx: Tx, memberId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE category_case SET basis = '—', note = NULL,
       closed_at = coalesce(closed_at, $2),
       state = CASE WHEN state IN ('DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE') THEN 'WITHDRAWN' ELSE state END
     WHERE member_id = $1`,
    [memberId, now],
  );
}

/** Takes the words out of cases that came to nothing before an instant; that they were, and how they ended, stays. */
export async function emptyClosed(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE category_case SET basis = '—', note = NULL WHERE id IN (
       SELECT id FROM category_case WHERE state IN ('REFUSED', 'WITHDRAWN') AND closed_at < $1 AND (basis <> '—' OR note IS NOT NULL)
       ORDER BY closed_at LIMIT $2)`,
    [before, limit],
  );
  return count;
}
