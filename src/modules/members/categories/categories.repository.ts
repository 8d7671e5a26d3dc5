import type { Db, Tx } from '../../../platform/database/database.js';

export interface NewCategoryRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly basis: string;
  readonly caseId?: string | null;
  readonly previousId?: string | null;
  readonly reviewOn?: string | null;
}

export type FactCause = 'GRANTED' | 'LOADED' | 'RENEWED' | 'CORRECTED' | 'EXITED' | 'REVOKED' | 'REPLACED';
export type EndReason = 'EXPIRED' | 'EXITED' | 'REVOKED' | 'REPLACED';

/** What a category means to its cases. */
export interface MeaningRow {
  readonly name: string;
  readonly levels: string[];
  readonly noticeDays: number;
  readonly noticeScope: 'PUBLIC' | 'UNION';
  readonly monthsMax: number;
  readonly reviewMonths: number;
  readonly evidenceMin: number;
  readonly workerMayApply: boolean;
  readonly version: number;
  readonly retired: boolean;
}

/** What a category means: now, or as it did in a version of before. */
export async function findMeaning(db: Db, code: string, version: number | null = null): Promise<MeaningRow | null> {
  const rows: MeaningRow[] = await db.query(
    `SELECT k.name, k.levels, k.notice_days AS "noticeDays", k.notice_scope AS "noticeScope", k.months_max AS "monthsMax",
       k.review_months AS "reviewMonths", k.evidence_min AS "evidenceMin", k.worker_may_apply AS "workerMayApply", k.version, k.retired
     FROM category_meaning k JOIN member_category_code now ON now.code = k.code
     WHERE k.code = $1 AND k.version = coalesce($2, now.version)`,
    [code, version],
  );
  return rows[0] ?? null;
}

/** Inserts grants that two officers decided; who has the category open already is left out. Answers the entries made. */
export async function insertGrants(
  tx: Tx,
  rows: readonly NewCategoryRow[],
  by: { readonly proposedBy: string; readonly decidedBy: string },
  known: { readonly cause: FactCause; readonly now: Date },
): Promise<string[]> {
  const inserted: { id: string }[] = await tx.query(
    `INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, decided_by, created_at, decided_at,
       case_id, previous_id, review_on)
     SELECT r.id, r.member_id, r.code, r.level, r.from_on, r.until_on, 'GRANTED', r.basis, $8, $9, $10, $10, r.case_id, r.previous_id, r.review_on
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[], $11::uuid[], $12::uuid[], $13::date[])
       AS r (id, member_id, code, level, from_on, until_on, basis, case_id, previous_id, review_on)
     ON CONFLICT (member_id, code) WHERE state IN ('PROPOSED', 'GRANTED') DO NOTHING RETURNING id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.memberId),
      rows.map((row) => row.code),
      rows.map((row) => row.level),
      rows.map((row) => row.fromOn),
      rows.map((row) => row.untilOn),
      rows.map((row) => row.basis),
      by.proposedBy,
      by.decidedBy,
      known.now,
      rows.map((row) => row.caseId ?? null),
      rows.map((row) => row.previousId ?? null),
      rows.map((row) => row.reviewOn ?? null),
    ],
  );
  const ids = inserted.map(({ id }) => id);
  await recordFacts(tx, ids, { ...known, held: true });
  return ids;
}

export interface EntryRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly state: string;
}

const ENTRY = `SELECT c.id, c.member_id AS "memberId", c.code, c.level, c.from_on::text AS "fromOn", c.until_on::text AS "untilOn", c.state
  FROM member_category c`;

/** Locks what a member holds of a category, its last day passed or not. */
export async function lockHeld(tx: Tx, memberId: string, code: string): Promise<EntryRow | null> {
  const rows: EntryRow[] = await tx.query(
    `${ENTRY} WHERE c.member_id = $1 AND c.code = $2 AND c.state = 'GRANTED' FOR UPDATE`,
    [memberId, code],
  );
  return rows[0] ?? null;
}

/** Locks everything a member holds. */
export function lockAllHeld(tx: Tx, memberId: string): Promise<EntryRow[]> {
  return tx.query(`${ENTRY} WHERE c.member_id = $1 AND c.state = 'GRANTED' ORDER BY c.id FOR UPDATE`, [memberId]);
}

export async function lockEntry(tx: Tx, id: string): Promise<EntryRow | null> {
  const rows: EntryRow[] = await tx.query(`${ENTRY} WHERE c.id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}

/** An entry of a member of the subtree. */
export async function findEntry(db: Db, id: string, scope: readonly string[]): Promise<EntryRow | null> {
  const rows: EntryRow[] = await db.query(
    `${ENTRY} JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id WHERE c.id = $1 AND o.path LIKE ANY($2::text[])`,
    [id, scope],
  );
  return rows[0] ?? null;
}

/** What a member has of a category on a day, and the latest entry that ended. */
export async function findStanding(
  db: Db,
  memberId: string,
  code: string,
  todayOn: string,
): Promise<{ heldId: string | null; level: string | null; previousId: string | null }> {
  const rows: { id: string; level: string | null; holds: boolean }[] = await db.query(
    `SELECT id, level, state = 'GRANTED' AND (until_on IS NULL OR until_on >= $3::date) AS holds FROM member_category
     WHERE member_id = $1 AND code = $2 AND state IN ('GRANTED', 'ENDED') ORDER BY from_on DESC, id DESC`,
    [memberId, code, todayOn],
  );
  const held = rows.find(({ holds }) => holds);
  return {
    heldId: held?.id ?? null,
    level: held?.level ?? null,
    previousId: rows.find(({ holds }) => !holds)?.id ?? null,
  };
}

/** Other days, level or review of an entry, known from now on; what was known before stays on record. */
export async function changeEntry(
  tx: Tx,
  entry: Pick<EntryRow, 'id' | 'level' | 'fromOn' | 'untilOn'> & { readonly reviewOn: string | null },
  known: { readonly cause: FactCause; readonly now: Date },
): Promise<void> {
  await tx.query('UPDATE member_category SET level = $2, from_on = $3, until_on = $4, review_on = $5 WHERE id = $1', [
    entry.id,
    entry.level,
    entry.fromOn,
    entry.untilOn,
    entry.reviewOn,
  ]);
  await recordFacts(tx, [entry.id], { ...known, held: true });
}

/** Ends an entry at once; `lastOn` is the last day it held. One that ends before it began counts as never having been. */
export async function endEntry(
  tx: Tx,
  entry: Pick<EntryRow, 'id' | 'fromOn' | 'untilOn'>,
  end: { readonly reason: Exclude<EndReason, 'EXPIRED'>; readonly lastOn: string; readonly now: Date },
): Promise<void> {
  const held = end.lastOn >= entry.fromOn;
  const untilOn = held && (entry.untilOn === null || end.lastOn < entry.untilOn) ? end.lastOn : entry.untilOn;
  await tx.query(`UPDATE member_category SET state = 'ENDED', ended_reason = $2, until_on = $3 WHERE id = $1`, [
    entry.id,
    end.reason,
    untilOn,
  ]);
  await recordFacts(tx, [entry.id], { cause: end.reason, now: end.now, held });
}

/** Ends one entry whose last day has passed; that day was known, so nothing new is. */
export async function expireEntry(tx: Tx, id: string): Promise<void> {
  await tx.query(`UPDATE member_category SET state = 'ENDED', ended_reason = 'EXPIRED' WHERE id = $1`, [id]);
}

/** Ends entries whose last day has passed; as many as fit in one go. */
export async function expirePast(tx: Tx, todayOn: string, limit: number): Promise<number> {
  const [, ended]: [unknown, number] = await tx.query(
    `UPDATE member_category SET state = 'ENDED', ended_reason = 'EXPIRED'
     WHERE id IN (SELECT id FROM member_category WHERE state = 'GRANTED' AND until_on < $1 ORDER BY until_on LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [todayOn, limit],
  );
  return ended;
}

/** Writes down what is known of entries now. The caller holds their rows, so versions follow one another without a gap. */
async function recordFacts(
  tx: Tx,
  entryIds: readonly string[],
  known: { readonly cause: FactCause; readonly now: Date; readonly held: boolean },
): Promise<void> {
  if (entryIds.length === 0) return;
  await tx.query(
    `INSERT INTO member_category_fact (entry_id, version, member_id, code, level, from_on, until_on, held, cause, recorded_at)
     SELECT c.id, coalesce((SELECT max(f.version) FROM member_category_fact f WHERE f.entry_id = c.id), 0) + 1,
       c.member_id, c.code, c.level, c.from_on, c.until_on, $2, $3, $4
     FROM member_category c WHERE c.id = ANY($1::uuid[])`,
    [entryIds, known.held, known.cause, known.now],
  );
}
