import type { Db } from '../../../platform/database/database.js';
import type { CategoryCodeView } from '../members.schemas.js';

export interface ProposalListRow {
  readonly id: string;
  readonly memberId: string;
  readonly memberNo: string;
  readonly memberName: string;
  readonly orgName: string;
  readonly code: string;
  readonly codeName: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly basis: string;
  readonly state: 'PROPOSED' | 'GRANTED' | 'REFUSED' | 'ENDED';
  readonly proposedById: string;
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

export function listCodes(db: Db): Promise<CategoryCodeView[]> {
  return db.query('SELECT code, name, levels FROM member_category_code ORDER BY code');
}

/** Proposals of the subtree, the newest first; `limit + 1` rows. */
export function listProposals(
  db: Db,
  scope: readonly string[],
  filter: { id: string | null; state: string | null; beforeId: string | null; limit: number },
): Promise<ProposalListRow[]> {
  return db.query(
    `SELECT c.id, c.member_id AS "memberId", m.member_no AS "memberNo", m.name AS "memberName", o.name AS "orgName", c.code,
       k.name AS "codeName", c.level, c.from_on::text AS "fromOn", c.until_on::text AS "untilOn", c.basis, c.state,
       c.proposed_by AS "proposedById", coalesce(p.display_name, '') AS "proposedBy", d.display_name AS "decidedBy",
       c.created_at AS "createdAt", c.decided_at AS "decidedAt"
     FROM member_category c
     JOIN member m ON m.id = c.member_id
     JOIN union_org o ON o.id = m.org_id
     JOIN member_category_code k ON k.code = c.code
     LEFT JOIN officer_name p ON p.id = c.proposed_by
     LEFT JOIN officer_name d ON d.id = c.decided_by
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR c.id = $2) AND ($3::text IS NULL OR c.state = $3)
       AND ($4::uuid IS NULL OR c.id < $4)
     ORDER BY c.id DESC LIMIT $5`,
    [scope, filter.id, filter.state, filter.beforeId, filter.limit + 1],
  );
}
