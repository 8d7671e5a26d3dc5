import type { Db, Tx } from '../../../platform/database/database.js';
import type { Meaning } from './meaning.schemas.js';

/** The columns of a meaning, as a meaning. */
const MEANING = `jsonb_build_object('name', k.name, 'levels', k.levels, 'noticeDays', k.notice_days, 'noticeScope', k.notice_scope,
  'monthsMax', k.months_max, 'reviewMonths', k.review_months, 'evidenceMin', k.evidence_min, 'workerMayApply', k.worker_may_apply,
  'keepYears', k.keep_years, 'retired', k.retired)`;

export interface CurrentMeaning {
  readonly version: number;
  readonly meaning: Meaning;
}

/** What a category means now. */
export async function findCurrent(db: Db, code: string): Promise<CurrentMeaning | null> {
  const rows: CurrentMeaning[] = await db.query(
    `SELECT k.version, ${MEANING} AS meaning FROM member_category_code k WHERE k.code = $1`,
    [code],
  );
  return rows[0] ?? null;
}

export interface VersionRow extends CurrentMeaning {
  readonly reason: string;
  readonly fromAt: Date | null;
  readonly proposedBy: string | null;
  readonly decidedBy: string | null;
}

const VERSION = `SELECT k.version, ${MEANING} AS meaning, k.reason, k.from_at AS "fromAt", p.display_name AS "proposedBy",
    d.display_name AS "decidedBy"
  FROM category_meaning k LEFT JOIN officer_name p ON p.id = k.proposed_by LEFT JOIN officer_name d ON d.id = k.decided_by`;

/** Versions of a category, the newest first. */
export function listVersions(db: Db, code: string, limit: number): Promise<VersionRow[]> {
  return db.query(`${VERSION} WHERE k.code = $1 ORDER BY k.version DESC LIMIT $2`, [code, limit]);
}

export async function findVersion(db: Db, code: string, version: number): Promise<VersionRow | null> {
  const rows: VersionRow[] = await db.query(`${VERSION} WHERE k.code = $1 AND k.version = $2`, [code, version]);
  return rows[0] ?? null;
}

export interface ProposalRow {
  readonly id: string;
  readonly code: string;
  readonly isNew: boolean;
  readonly meaning: Meaning;
  readonly before: Meaning | null;
  readonly reason: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REJECTED';
  readonly proposedById: string;
  readonly proposedBy: string | null;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly note: string | null;
}

/** What was asked for: what is open first, then the newest. */
export function listProposals(
  db: Db,
  filter: { readonly id: string | null; readonly limit: number },
): Promise<ProposalRow[]> {
  return db.query(
    `SELECT q.id, q.code, q.is_new AS "isNew", q.meaning, CASE WHEN q.state = 'PROPOSED' AND NOT q.is_new THEN ${MEANING} END AS before,
       q.reason, q.state, q.proposed_by AS "proposedById", p.display_name AS "proposedBy", q.proposed_at AS "proposedAt",
       d.display_name AS "decidedBy", q.decided_at AS "decidedAt", q.note
     FROM category_meaning_proposal q LEFT JOIN member_category_code k ON k.code = q.code
     LEFT JOIN officer_name p ON p.id = q.proposed_by LEFT JOIN officer_name d ON d.id = q.decided_by
     WHERE $1::uuid IS NULL OR q.id = $1 ORDER BY q.state <> 'PROPOSED', q.id DESC LIMIT $2`,
    [filter.id, filter.limit],
  );
}

export interface NewProposal {
  readonly id: string;
  readonly code: string;
  readonly isNew: boolean;
  readonly meaning: Meaning;
  readonly reason: string;
}

/** A second open one of a category is an error of the database, translated by the service. */
export async function insertProposal(tx: Tx, row: NewProposal, by: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO category_meaning_proposal (id, code, is_new, meaning, reason, state, proposed_by, proposed_at)
     VALUES ($1, $2, $3, $4, $5, 'PROPOSED', $6, $7)`,
    [row.id, row.code, row.isNew, JSON.stringify(row.meaning), row.reason, by, now],
  );
}

export interface OpenProposal extends NewProposal {
  readonly state: string;
  readonly proposedBy: string;
}

export async function lockProposal(tx: Tx, id: string): Promise<OpenProposal | null> {
  const rows: OpenProposal[] = await tx.query(
    `SELECT id, code, is_new AS "isNew", meaning, reason, state, proposed_by AS "proposedBy" FROM category_meaning_proposal
     WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

export async function settleProposal(
  tx: Tx,
  id: string,
  settled: { readonly state: 'APPROVED' | 'REJECTED'; readonly by: string; readonly note: string | null },
  now: Date,
): Promise<void> {
  await tx.query(
    'UPDATE category_meaning_proposal SET state = $2, decided_by = $3, note = $4, decided_at = $5 WHERE id = $1',
    [id, settled.state, settled.by, settled.note, now],
  );
}

/** Makes a meaning the one that holds, as the next version; answers which. */
export async function appendVersion(
  tx: Tx,
  { code, meaning, reason, proposedBy }: Pick<OpenProposal, 'code' | 'meaning' | 'reason' | 'proposedBy'>,
  decidedBy: string,
  now: Date,
): Promise<number> {
  const { name, levels, noticeDays, noticeScope, monthsMax, reviewMonths, evidenceMin, keepYears } = meaning;
  const { workerMayApply, retired } = meaning;
  const [row]: { version: number }[] = await tx.query(
    `INSERT INTO member_category_code AS k (code, name, levels, notice_days, notice_scope, months_max, review_months, evidence_min,
       worker_may_apply, keep_years, retired) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, levels = excluded.levels, notice_days = excluded.notice_days,
       notice_scope = excluded.notice_scope, months_max = excluded.months_max, review_months = excluded.review_months,
       evidence_min = excluded.evidence_min, worker_may_apply = excluded.worker_may_apply, keep_years = excluded.keep_years,
       retired = excluded.retired, version = k.version + 1
     RETURNING version`,
    [
      code,
      name,
      levels,
      noticeDays,
      noticeScope,
      monthsMax,
      reviewMonths,
      evidenceMin,
      workerMayApply,
      keepYears,
      retired,
    ],
  );
  if (row === undefined) throw new Error(`category ${code} took no version`);
  await tx.query(
    `INSERT INTO category_meaning (code, version, name, levels, notice_days, notice_scope, months_max, review_months, evidence_min,
       worker_may_apply, keep_years, retired, reason, from_at, proposed_by, decided_by)
     SELECT code, version, name, levels, notice_days, notice_scope, months_max, review_months, evidence_min, worker_may_apply, keep_years,
       retired, $2, $3, $4, $5 FROM member_category_code WHERE code = $1`,
    [code, reason, now, proposedBy, decidedBy],
  );
  return row.version;
}
