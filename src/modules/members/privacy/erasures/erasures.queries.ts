import type { Db } from '../../../../platform/database/database.js';
import type { ErasuresQuery, ErasureView } from './erasure.schemas.js';

export interface ErasureListRow extends Omit<ErasureView, 'requestedAt' | 'dueAt' | 'endedAt' | 'mayDecide'> {
  readonly requestedById: string;
  readonly erased: boolean;
  readonly requestedAt: Date;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
}

/** Requests of the subtree, the newest first; `limit + 1` rows. A worker is not named as who asked: the member is. */
export function listErasures(
  db: Db,
  scope: readonly string[],
  { state, cursor, limit }: ErasuresQuery,
): Promise<ErasureListRow[]> {
  return db.query(
    `SELECT e.id, e.member_id AS "memberId", m.name AS "memberName", m.member_no AS "memberNo", o.name AS "orgName", e.origin, e.state,
       e.reason, e.requested_by AS "requestedById", CASE e.origin WHEN 'OFFICER' THEN a.display_name END AS "requestedBy",
       e.requested_at AS "requestedAt", e.due_at AS "dueAt", b.display_name AS "decidedBy", e.ended_at AS "endedAt",
       m.erased_at IS NOT NULL AS erased
     FROM member_erasure e JOIN member m ON m.id = e.member_id JOIN union_org o ON o.id = e.org_id
     LEFT JOIN login a ON a.id = e.requested_by LEFT JOIN login b ON b.id = e.decided_by
     WHERE o.path LIKE ANY($1::text[]) AND ($2::text IS NULL OR e.state = $2) AND ($3::uuid IS NULL OR e.id < $3)
     ORDER BY e.id DESC LIMIT $4`,
    [scope, state ?? null, cursor ?? null, limit + 1],
  );
}
