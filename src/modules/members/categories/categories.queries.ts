import type { Db } from '../../../platform/database/database.js';
import { ERASED_NAME } from '../../../shared/numbers/masks.js';
import type { CategoryCodeView } from './category.schemas.js';

export function listCodes(db: Db): Promise<CategoryCodeView[]> {
  return db.query(
    `SELECT code, name, levels, notice_days AS "noticeDays", notice_scope AS "noticeScope", months_max AS "monthsMax",
       review_months AS "reviewMonths", evidence_min AS "evidenceMin", worker_may_apply AS "workerMayApply", keep_years AS "keepYears",
       version, retired
     FROM member_category_code ORDER BY retired, code`,
  );
}

/** What a category was called before an instant. */
const NAME_THEN = (code: string, before: string): string =>
  `(SELECT v.name FROM category_meaning v WHERE v.code = ${code} AND (v.from_at IS NULL OR v.from_at < ${before}::timestamptz)
     ORDER BY v.version DESC LIMIT 1)`;

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
    `SELECT f.entry_id AS "entryId", f.version, f.code, ${NAME_THEN('f.code', '$2')} AS "codeName", f.level,
       f.from_on::text AS "fromOn", f.until_on::text AS "untilOn", f.held, f.cause, f.recorded_at AS "recordedAt",
       lead(f.recorded_at) OVER (PARTITION BY f.entry_id ORDER BY f.version) AS "supersededAt"
     FROM member_category_fact f WHERE f.member_id = $1 AND f.recorded_at < $2 ORDER BY f.recorded_at, f.entry_id, f.version`,
    [memberId, before],
  );
}

const FEW_UNIONS = 20;

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
  /** Whether the member belongs to no union of the scope any more. */
  readonly movedOn: boolean;
}

/**
 * Who of a union held what on a day, as it was known before an instant; `limit + 1` rows by entry. People belong to the union their
 * history names at `placedBefore`, or, for days before it begins, to its first. Of those who went on to a union outside of the scope
 * only what was on record until they left, or were erased, is read: what the next union found is its own; who was erased in between has
 * no name here, whatever the next union knows. Where unions lie is the tree of today. Of few unions it begins
 * with their people, of many with whoever has anything on record: in a whole city that is far fewer.
 */
export function listHolders(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly orgId: string;
    readonly code: string | null;
    readonly before: Date;
    readonly placedBefore: Date;
    readonly on: string;
    readonly afterId: string | null;
    readonly limit: number;
  },
): Promise<HolderRow[]> {
  return db.query(
    `WITH asked AS MATERIALIZED (
       SELECT id, name FROM union_org WHERE path LIKE ANY($1::text[]) AND path ^@ (SELECT path FROM union_org WHERE id = $2)
     ), gone AS MATERIALIZED (
       SELECT DISTINCT member_id FROM member_event WHERE from_org_id IN (SELECT id FROM asked)
     ), size AS MATERIALIZED (
       SELECT count(*) <= ${FEW_UNIONS} AS few FROM asked
     ), looked_at AS (
       SELECT id FROM member WHERE (SELECT few FROM size) AND org_id IN (SELECT id FROM asked)
       UNION SELECT member_id FROM gone WHERE (SELECT few FROM size)
       UNION SELECT member_id FROM member_category_fact
         WHERE NOT (SELECT few FROM size) AND ($3::text IS NULL OR code = $3) AND recorded_at < $4
     ), stood AS MATERIALIZED (
       SELECT m.id, m.member_no, m.name, m.org_id, coalesce(last.to_org_id, m.org_id) AS then_org_id
       FROM looked_at l JOIN member m ON m.id = l.id
       LEFT JOIN LATERAL (SELECT e.to_org_id FROM member_event e WHERE e.member_id = m.id AND e.to_org_id IS NOT NULL
         ORDER BY e.at < $7 DESC, CASE WHEN e.at < $7 THEN e.at END DESC, e.at, e.id LIMIT 1) AS last ON true
       WHERE m.org_id IN (SELECT id FROM asked) OR m.id IN (SELECT member_id FROM gone)
     ), placed AS (
       SELECT m.id, m.member_no, asked.name AS org_name, away.moved_on,
         CASE WHEN away.moved_on AND EXISTS (SELECT FROM member_erasure x WHERE x.member_id = m.id AND x.state = 'DONE' AND x.ended_at >= $7)
           THEN $9 ELSE m.name END AS name,
         CASE WHEN away.moved_on THEN (SELECT min(e.at) FROM member_event e WHERE e.member_id = m.id AND e.at >= $7
           AND (e.to_org_id <> asked.id OR (e.to_org_id IS NULL AND e.from_org_id = asked.id))) END AS left_at
       FROM stood m JOIN asked ON asked.id = m.then_org_id JOIN union_org here ON here.id = m.org_id
       CROSS JOIN LATERAL (SELECT NOT here.path LIKE ANY($1::text[]) AS moved_on) AS away
     )
     SELECT known.* FROM (
       SELECT DISTINCT ON (f.entry_id) f.entry_id AS "entryId", p.id AS "memberId", p.member_no AS "memberNo", p.name AS "memberName",
         p.org_name AS "orgName", p.moved_on AS "movedOn", f.code, ${NAME_THEN('f.code', '$4')} AS "codeName", f.level,
         f.from_on::text AS "fromOn", f.until_on::text AS "untilOn", f.held
       FROM placed p JOIN member_category_fact f ON f.member_id = p.id
       WHERE ($3::text IS NULL OR f.code = $3) AND f.recorded_at < least($4::timestamptz, coalesce(p.left_at, $4))
         AND ($6::uuid IS NULL OR f.entry_id > $6)
       ORDER BY f.entry_id, f.version DESC) AS known
     WHERE known.held AND known."fromOn" <= $5 AND (known."untilOn" IS NULL OR known."untilOn" >= $5)
     ORDER BY known."entryId" LIMIT $8`,
    [
      scope,
      filter.orgId,
      filter.code,
      filter.before,
      filter.on,
      filter.afterId,
      filter.placedBefore,
      filter.limit + 1,
      ERASED_NAME,
    ],
  );
}
