import type { Db } from '../../../../platform/database/database.js';

export interface HistoryRow {
  readonly kind: string;
  readonly fromOrgName: string | null;
  readonly toOrgName: string | null;
  readonly cardNo: number | null;
  readonly previousCardNo: number | null;
  readonly category: string | null;
  readonly reason: string | null;
  readonly untilOn: string | null;
  readonly actorKind: string;
  readonly actorName: string | null;
  readonly at: Date;
}

const LINES_MAX = 500;

/**
 * Everything that happened to a member's standing, card and groups, the newest first. Cards and categories are read here for the
 * page's sake; their tables are written by their own modules alone.
 */
export function listHistory(db: Db, memberId: string, withCategories: boolean): Promise<HistoryRow[]> {
  return db.query(
    `SELECT h.kind, f.name AS "fromOrgName", o.name AS "toOrgName", h.card_no AS "cardNo", h.previous_card_no AS "previousCardNo",
       h.category, h.reason, h.until_on::text AS "untilOn", h.actor_kind AS "actorKind", CASE WHEN h.actor_kind = 'officer' THEN l.display_name END AS "actorName", h.at
     FROM (
       SELECT e.kind, e.from_org_id, e.to_org_id, NULL::bigint AS card_no, NULL::bigint AS previous_card_no, NULL AS category, e.reason,
         e.until_on, e.actor_kind, e.actor_id, e.at, e.id
       FROM member_event e WHERE e.member_id = $1
       UNION ALL
       SELECT 'CARD_' || e.to_state, NULL, NULL, c.card_no, p.card_no, NULL, e.reason, NULL, e.actor_kind, e.actor_id, e.at, e.id
       FROM card c JOIN card_event e ON e.card_id = c.id LEFT JOIN card p ON p.id = c.previous_card_id AND e.to_state = 'ISSUED'
       WHERE c.member_id = $1
       UNION ALL
       SELECT 'CATEGORY_' || g.state, NULL, NULL, NULL, NULL, k.name, g.basis, NULL, 'officer', coalesce(g.decided_by, g.proposed_by)::text,
         coalesce(g.decided_at, g.created_at), g.id
       FROM member_category g JOIN member_category_code k ON k.code = g.code
       WHERE g.member_id = $1 AND $2 AND g.state IN ('GRANTED', 'ENDED')
     ) AS h
     LEFT JOIN union_org f ON f.id = h.from_org_id LEFT JOIN union_org o ON o.id = h.to_org_id
     LEFT JOIN login l ON h.actor_kind = 'officer' AND l.id::text = h.actor_id
     ORDER BY h.at DESC, h.id DESC LIMIT $3`,
    [memberId, withCategories, LINES_MAX],
  );
}

export interface StandingRow {
  readonly membership: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN';
  readonly orgName: string;
  readonly joinedOn: string | null;
}

/** How a member stands. */
export async function findStanding(db: Db, memberId: string): Promise<StandingRow | null> {
  const rows: StandingRow[] = await db.query(
    `SELECT m.membership, o.name AS "orgName", m.joined_on::text AS "joinedOn" FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE m.id = $1`,
    [memberId],
  );
  return rows[0] ?? null;
}
