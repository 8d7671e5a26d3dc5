import type { Db } from '../../../platform/database/database.js';
import type { CategoryCodeView } from './category.schemas.js';

export function listCodes(db: Db): Promise<CategoryCodeView[]> {
  return db.query(
    `SELECT code, name, levels, notice_days AS "noticeDays", notice_scope AS "noticeScope", months_max AS "monthsMax",
       review_months AS "reviewMonths", evidence_min AS "evidenceMin", worker_may_apply AS "workerMayApply", keep_years AS "keepYears"
     FROM member_category_code ORDER BY code`,
  );
}

export interface FactRow {
  readonly entryId: string;
  readonly version: number;
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly held: boolean;
  readonly cause: string;
  readonly recordedAt: Date;
  readonly supersededAt: Date | null;
}

/** Everything that was on record of a member before an instant, the oldest first; what came later does not show, not even as superseding. */
export function listFacts(db: Db, memberId: string, before: Date): Promise<FactRow[]> {
  return db.query(
    `SELECT f.entry_id AS "entryId", f.version, f.code, k.name AS "codeName", f.level, f.from_on::text AS "fromOn",
       f.until_on::text AS "untilOn", f.held, f.cause, f.recorded_at AS "recordedAt",
       lead(f.recorded_at) OVER (PARTITION BY f.entry_id ORDER BY f.version) AS "supersededAt"
     FROM member_category_fact f JOIN member_category_code k ON k.code = f.code
     WHERE f.member_id = $1 AND f.recorded_at < $2 ORDER BY f.recorded_at, f.entry_id, f.version`,
    [memberId, before],
  );
}

export interface HolderRow {
  readonly entryId: string;
  readonly memberId: string;
  readonly memberNo: string;
  readonly memberName: string;
  readonly orgName: string;
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
}

/** Who of a union (as it is made up today) held what on a day, as it was known before an instant; `limit + 1` rows by entry. */
export function listHolders(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly orgId: string;
    readonly code: string | null;
    readonly before: Date;
    readonly on: string;
    readonly afterId: string | null;
    readonly limit: number;
  },
): Promise<HolderRow[]> {
  return db.query(
    `SELECT known.* FROM (
       SELECT DISTINCT ON (f.entry_id) f.entry_id AS "entryId", m.id AS "memberId", m.member_no AS "memberNo", m.name AS "memberName",
         o.name AS "orgName", f.code, k.name AS "codeName", f.level, f.from_on::text AS "fromOn", f.until_on::text AS "untilOn", f.held
       FROM union_org o JOIN member m ON m.org_id = o.id JOIN member_category_fact f ON f.member_id = m.id
       JOIN member_category_code k ON k.code = f.code
       WHERE o.path LIKE ANY($1::text[]) AND o.path LIKE (SELECT path || '%' FROM union_org WHERE id = $2)
         AND ($3::text IS NULL OR f.code = $3) AND f.recorded_at < $4 AND ($6::uuid IS NULL OR f.entry_id > $6)
       ORDER BY f.entry_id, f.version DESC) AS known
     WHERE known.held AND known."fromOn" <= $5 AND (known."untilOn" IS NULL OR known."untilOn" >= $5)
     ORDER BY known."entryId" LIMIT $7`,
    [scope, filter.orgId, filter.code, filter.before, filter.on, filter.afterId, filter.limit + 1],
  );
}
