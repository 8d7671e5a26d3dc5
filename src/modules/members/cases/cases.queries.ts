import type { Db } from '../../../platform/database/database.js';
import type { CaseKind, CaseState } from './case.rules.js';

/** What the category of a case means to it: by the version it was decided by, else as it is now. */
export const BY_ITS_MEANING = `JOIN member_category_code current ON current.code = c.code
  JOIN category_meaning k ON k.code = c.code AND k.version = coalesce(c.meaning_version, current.version)`;

export interface CaseListRow {
  readonly id: string;
  readonly memberId: string;
  readonly memberNo: string;
  readonly memberName: string;
  readonly orgName: string;
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly kind: CaseKind;
  readonly cause: 'EXITED' | 'REVOKED' | null;
  readonly state: CaseState;
  readonly fromOn: string | null;
  readonly untilOn: string | null;
  readonly basis: string;
  readonly note: string | null;
  readonly proposedById: string | null;
  readonly proposedBy: string | null;
  readonly preparedById: string | null;
  readonly preparedBy: string | null;
  readonly decidedBy: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly closedAt: Date | null;
  readonly noticeFromOn: string | null;
  readonly noticeUntilOn: string | null;
  readonly openObjections: number;
  readonly meaningVersion: number | null;
}

export interface CaseFilter {
  readonly id?: string;
  readonly states?: readonly CaseState[];
  readonly orgId?: string;
  readonly memberId?: string;
  readonly beforeId?: string;
  readonly limit: number;
}

/** Cases of the subtree, the newest first; `limit + 1` rows. What a worker still writes is theirs alone until it was sent once. */
export function listCases(db: Db, scope: readonly string[], filter: CaseFilter): Promise<CaseListRow[]> {
  return db.query(
    `SELECT c.id, c.member_id AS "memberId", m.member_no AS "memberNo", m.name AS "memberName", o.name AS "orgName", c.code,
       k.name AS "codeName", c.level, c.kind, c.cause, c.state, c.from_on::text AS "fromOn", c.until_on::text AS "untilOn", c.basis, c.note,
       c.proposed_by AS "proposedById", p.display_name AS "proposedBy", c.prepared_by AS "preparedById", r.display_name AS "preparedBy",
       d.display_name AS "decidedBy", c.created_at AS "createdAt", c.decided_at AS "decidedAt", c.closed_at AS "closedAt",
       c.notice_from_on::text AS "noticeFromOn", c.notice_until_on::text AS "noticeUntilOn", c.meaning_version AS "meaningVersion",
       (SELECT count(*)::int FROM category_objection x WHERE x.case_id = c.id AND x.state = 'OPEN') AS "openObjections"
     FROM category_case c
     JOIN member m ON m.id = c.member_id
     JOIN union_org o ON o.id = m.org_id
     ${BY_ITS_MEANING}
     LEFT JOIN officer_name p ON p.id = c.proposed_by
     LEFT JOIN officer_name r ON r.id = c.prepared_by
     LEFT JOIN officer_name d ON d.id = c.decided_by
     WHERE o.path LIKE ANY($1::text[]) AND (c.state <> 'DRAFT' OR c.note IS NOT NULL)
       AND ($2::uuid IS NULL OR c.id = $2) AND ($3::text[] IS NULL OR c.state = ANY($3))
       AND ($4::text IS NULL OR o.path LIKE (SELECT path || '%' FROM union_org WHERE id = $4))
       AND ($5::uuid IS NULL OR c.member_id = $5) AND ($6::uuid IS NULL OR c.id < $6)
     ORDER BY c.id DESC LIMIT $7`,
    [
      scope,
      filter.id ?? null,
      filter.states ?? null,
      filter.orgId ?? null,
      filter.memberId ?? null,
      filter.beforeId ?? null,
      filter.limit + 1,
    ],
  );
}

export interface ObjectionRow {
  readonly id: string;
  readonly state: 'OPEN' | 'UPHELD' | 'DISMISSED';
  readonly saidCipher: Buffer | null;
  readonly recordedById: string;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
  readonly note: string | null;
}

export function listObjections(db: Db, caseId: string): Promise<ObjectionRow[]> {
  return db.query(
    `SELECT x.id, x.state, x.said_cipher AS "saidCipher", x.recorded_by AS "recordedById", r.display_name AS "recordedBy",
       x.recorded_at AS "recordedAt", s.display_name AS "settledBy", x.settled_at AS "settledAt", x.note
     FROM category_objection x LEFT JOIN officer_name r ON r.id = x.recorded_by LEFT JOIN officer_name s ON s.id = x.settled_by
     WHERE x.case_id = $1 ORDER BY x.recorded_at, x.id`,
    [caseId],
  );
}

export interface NoticeRow {
  readonly memberName: string;
  readonly orgName: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string;
}

const NOTICE = `SELECT m.name AS "memberName", o.name AS "orgName", k.name AS "codeName", c.level, c.notice_from_on::text AS "fromOn",
    c.notice_until_on::text AS "untilOn"
  FROM category_case c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id ${BY_ITS_MEANING}
  WHERE c.state = 'NOTICE' AND c.notice_until_on >= $1`;
const IN_ORDER = 'ORDER BY o.path, k.name, c.notice_from_on, c.id LIMIT $2';

/** What is posted in the officer's unions. */
export function listScopeNotices(
  db: Db,
  todayOn: string,
  limit: number,
  scope: readonly string[],
): Promise<NoticeRow[]> {
  return db.query(`${NOTICE} AND o.path LIKE ANY($3::text[]) ${IN_ORDER}`, [todayOn, limit, scope]);
}

/** What is posted for everybody. */
export function listPublicNotices(db: Db, todayOn: string, limit: number): Promise<NoticeRow[]> {
  return db.query(`${NOTICE} AND k.notice_scope = 'PUBLIC' ${IN_ORDER}`, [todayOn, limit]);
}

/** What is posted in a member's own union. */
export function listUnionNotices(db: Db, todayOn: string, limit: number, memberId: string): Promise<NoticeRow[]> {
  return db.query(`${NOTICE} AND m.org_id = (SELECT org_id FROM member WHERE id = $3) ${IN_ORDER}`, [
    todayOn,
    limit,
    memberId,
  ]);
}

export interface DueRow {
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
  readonly reviewOn: string | null;
  readonly dueOn: string;
  readonly underWay: boolean;
}

/** What ends or is to be looked at until a day, the most urgent first; `limit + 1` rows. */
export function listDue(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly todayOn: string;
    readonly byOn: string;
    readonly after: { readonly dueOn: string; readonly entryId: string } | null;
    readonly limit: number;
  },
): Promise<DueRow[]> {
  return db.query(
    `SELECT * FROM (
       SELECT g.id AS "entryId", m.id AS "memberId", m.member_no AS "memberNo", m.name AS "memberName", o.name AS "orgName", g.code,
         k.name AS "codeName", g.level, g.from_on::text AS "fromOn", g.until_on::text AS "untilOn", g.review_on::text AS "reviewOn",
         least(g.until_on, g.review_on)::text AS "dueOn",
         EXISTS (SELECT FROM category_case c WHERE c.member_id = g.member_id AND c.code = g.code
           AND c.state IN ('APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE')) AS "underWay"
       FROM member_category g JOIN member m ON m.id = g.member_id JOIN union_org o ON o.id = m.org_id
       JOIN member_category_code k ON k.code = g.code
       WHERE g.state = 'GRANTED' AND (g.until_on IS NULL OR g.until_on >= $2) AND (g.until_on <= $3 OR g.review_on <= $3)
         AND o.path LIKE ANY($1::text[])) AS due
     WHERE $4::text IS NULL OR ("dueOn", "entryId") > ($4, $5::uuid)
     ORDER BY "dueOn", "entryId" LIMIT $6`,
    [scope, filter.todayOn, filter.byOn, filter.after?.dueOn ?? null, filter.after?.entryId ?? null, filter.limit + 1],
  );
}

export interface OwnCaseRow {
  readonly id: string;
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly proposedBy: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly note: string | null;
  readonly noticeUntilOn: string | null;
  readonly evidenceMin: number;
}

/** A member's own applications, and what their union proposed once it is posted or granted; the newest first. */
export function listOwnCases(db: Db, memberId: string, limit: number): Promise<OwnCaseRow[]> {
  return db.query(
    `SELECT c.id, c.code, k.name AS "codeName", c.level, c.kind, c.state, c.proposed_by AS "proposedBy", c.created_at AS "createdAt",
       c.closed_at AS "closedAt", CASE WHEN c.proposed_by IS NULL THEN c.note END AS note, c.notice_until_on::text AS "noticeUntilOn",
       k.evidence_min AS "evidenceMin"
     FROM category_case c ${BY_ITS_MEANING}
     WHERE c.member_id = $1 AND c.kind IN ('NEW', 'RELAPSE', 'REVIEW') AND (c.proposed_by IS NULL OR c.state IN ('NOTICE', 'GRANTED'))
     ORDER BY c.id DESC LIMIT $2`,
    [memberId, limit],
  );
}

export interface OwnEntryRow {
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly reviewOn: string | null;
}

/** What a member holds today. */
export function listOwnEntries(db: Db, memberId: string, todayOn: string): Promise<OwnEntryRow[]> {
  return db.query(
    `SELECT g.code, k.name AS "codeName", g.level, g.from_on::text AS "fromOn", g.until_on::text AS "untilOn", g.review_on::text AS "reviewOn"
     FROM member_category g JOIN member_category_code k ON k.code = g.code
     WHERE g.member_id = $1 AND g.state = 'GRANTED' AND (g.until_on IS NULL OR g.until_on >= $2) ORDER BY g.code`,
    [memberId, todayOn],
  );
}
