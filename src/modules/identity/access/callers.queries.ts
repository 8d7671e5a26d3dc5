import type { Db } from '../../../platform/database/database.js';
import type { SignInApp } from '../identity.schemas.js';
import type { HeldRole } from './permissions.rules.js';

export interface CallerFacts {
  readonly loginId: string;
  readonly displayName: string;
  readonly memberId: string | null;
  readonly merchantId: string | null;
  readonly storeId: string | null;
  readonly merchantRole: 'OWNER' | 'CASHIER' | null;
  readonly roles: readonly HeldRole[];
}

export interface CallerKey {
  readonly loginId: string;
  readonly sessionId: string;
  readonly app: SignInApp;
}

const ROLES = (todayOn: string): string => `coalesce((
  SELECT jsonb_agg(jsonb_build_object('role', r.role, 'path', o.path) ORDER BY o.path, r.role)
  FROM login_role r JOIN union_org o ON o.id = r.org_id
  WHERE r.login_id = l.id AND (r.until_on IS NULL OR r.until_on >= ${todayOn}::date)), '[]')`;

/** Everything a caller is made of, while login and session are in force; roles up to and including their last day. */
export async function findCallerFacts(db: Db, key: CallerKey, now: Date, todayOn: string): Promise<CallerFacts | null> {
  const rows: CallerFacts[] = await db.query(
    `SELECT l.id AS "loginId", l.display_name AS "displayName", l.member_id AS "memberId", l.merchant_id AS "merchantId",
       l.store_id AS "storeId", l.merchant_role AS "merchantRole",
       ${ROLES('$5')} AS roles
     FROM session s JOIN login l ON l.id = s.login_id
     WHERE s.id = $1 AND l.id = $2 AND s.app = $3 AND s.revoked_at IS NULL AND s.expires_at > $4 AND l.active`,
    [key.sessionId, key.loginId, key.app, now, todayOn],
  );
  return rows[0] ?? null;
}

/** What makes an officer, while the login is in force, whether or not anybody is signed in. */
export async function findOfficerFacts(
  db: Db,
  loginId: string,
  todayOn: string,
): Promise<Pick<CallerFacts, 'loginId' | 'displayName' | 'roles'> | null> {
  const rows: Pick<CallerFacts, 'loginId' | 'displayName' | 'roles'>[] = await db.query(
    `SELECT l.id AS "loginId", l.display_name AS "displayName", ${ROLES('$2')} AS roles FROM login l
     WHERE l.id = $1 AND l.kind = 'OFFICER' AND l.active`,
    [loginId, todayOn],
  );
  return rows[0] ?? null;
}
