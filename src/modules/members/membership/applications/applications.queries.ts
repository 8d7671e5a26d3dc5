import type { Db } from '../../../../platform/database/database.js';
import type { ApplicationState } from './application.schemas.js';

export interface ApplicationListRow {
  readonly id: string;
  readonly kind: 'SELF' | 'PROPOSED';
  readonly state: ApplicationState;
  readonly orgId: string;
  readonly orgName: string;
  readonly enterpriseName: string | null;
  readonly name: string;
  readonly idNumberCipher: Buffer | null;
  readonly phoneCipher: Buffer | null;
  readonly proposedById: string | null;
  readonly proposedBy: string | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly memberId: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

const SELECT = `SELECT a.id, a.kind, a.state, a.org_id AS "orgId", o.name AS "orgName", e.name AS "enterpriseName", a.name,
    a.id_number_cipher AS "idNumberCipher", a.phone_cipher AS "phoneCipher", a.proposed_by AS "proposedById",
    p.display_name AS "proposedBy", d.display_name AS "decidedBy", a.decision_reason AS reason,
    CASE WHEN a.state = 'JOINED' THEN a.member_id END AS "memberId", a.created_at AS "createdAt", a.decided_at AS "decidedAt"
  FROM membership_application a JOIN union_org o ON o.id = a.org_id
  LEFT JOIN enterprise e ON e.id = a.enterprise_id
  LEFT JOIN officer_name p ON p.id = a.proposed_by LEFT JOIN officer_name d ON d.id = a.decided_by`;

/** Applications to the subtree's unions, the newest first; `limit + 1` rows. */
export function listApplications(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly id?: string | undefined;
    readonly state?: ApplicationState | undefined;
    readonly beforeId?: string | undefined;
    readonly limit: number;
  },
): Promise<ApplicationListRow[]> {
  return db.query(
    `${SELECT} WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR a.id = $2) AND ($3::text IS NULL OR a.state = $3)
       AND ($4::uuid IS NULL OR a.id < $4) ORDER BY a.id DESC LIMIT $5`,
    [scope, filter.id ?? null, filter.state ?? null, filter.beforeId ?? null, filter.limit + 1],
  );
}

/** How many applications wait in the subtree for somebody else than who proposed them. */
export async function countWaitingApplications(db: Db, scope: readonly string[], loginId: string): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM membership_application a JOIN union_org o ON o.id = a.org_id
     WHERE a.state = 'PENDING' AND o.path LIKE ANY($1::text[]) AND a.proposed_by IS DISTINCT FROM $2`,
    [scope, loginId],
  );
  return rows[0]?.n ?? 0;
}

/** An applicant's newest application. */
export async function findNewestApplication(db: Db, applicantId: string): Promise<ApplicationListRow | null> {
  const rows: ApplicationListRow[] = await db.query(`${SELECT} WHERE a.applicant_id = $1 ORDER BY a.id DESC LIMIT 1`, [
    applicantId,
  ]);
  return rows[0] ?? null;
}
