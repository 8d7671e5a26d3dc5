import type { Db, Tx } from '../../../platform/database/database.js';
import type { OfficerRole } from '../../../shared/caller.js';

export interface StaffLogin {
  readonly id: string;
  readonly kind: 'OFFICER' | 'MERCHANT';
  readonly passwordHash: string;
  readonly totpSecret: Buffer | null;
  /** The newest step that was used; an older one never signs in again. */
  readonly totpLastStep: number;
  readonly active: boolean;
}

export interface NewStaffRow {
  readonly id: string;
  readonly kind: 'OFFICER' | 'MERCHANT';
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly totpSecret: Buffer | null;
  readonly merchantId: string | null;
  readonly storeId: string | null;
  readonly merchantRole: 'OWNER' | 'CASHIER' | null;
  readonly createdAt: Date;
}

export interface WorkerRow {
  readonly id: string;
  readonly memberId: string;
  readonly phoneHash: Buffer;
  readonly displayName: string;
}

export interface RoleRow {
  readonly role: OfficerRole;
  readonly orgId: string;
  /** Last day, `YYYY-MM-DD`; null is until it is taken away. */
  readonly untilOn: string | null;
}

export async function findStaffLogin(db: Db, username: string): Promise<StaffLogin | null> {
  const rows: StaffLogin[] = await db.query(
    `SELECT id, kind, password_hash AS "passwordHash", totp_secret AS "totpSecret",
       totp_last_step AS "totpLastStep", active
     FROM login WHERE username = $1 AND kind <> 'WORKER'`,
    [username],
  );
  return rows[0] ?? null;
}

export async function insertStaffLogin(tx: Tx, row: NewStaffRow): Promise<void> {
  await tx.query(
    `INSERT INTO login
       (id, kind, username, display_name, password_hash, totp_secret, merchant_id, store_id, merchant_role, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.id,
      row.kind,
      row.username,
      row.displayName,
      row.passwordHash,
      row.totpSecret,
      row.merchantId,
      row.storeId,
      row.merchantRole,
      row.createdAt,
    ],
  );
}

export async function insertRoles(tx: Tx, loginId: string, roles: readonly RoleRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO login_role (login_id, role, org_id, until_on)
     SELECT $1, role, org_id, until_on FROM unnest($2::text[], $3::text[], $4::date[]) AS r (role, org_id, until_on)`,
    [loginId, roles.map(({ role }) => role), roles.map(({ orgId }) => orgId), roles.map(({ untilOn }) => untilOn)],
  );
}

/** Sign-ins by phone; who proved the number as an applicant becomes that member. */
export async function insertWorkerLogins(tx: Tx, rows: readonly WorkerRow[], createdAt: Date): Promise<void> {
  await tx.query(
    `INSERT INTO login (id, kind, member_id, phone_hash, display_name, created_at)
     SELECT id, 'WORKER', member_id, phone_hash, display_name, $5
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[]) AS r (id, member_id, phone_hash, display_name)
     ON CONFLICT (phone_hash) DO UPDATE
       SET kind = 'WORKER', member_id = EXCLUDED.member_id, display_name = EXCLUDED.display_name
       WHERE login.kind = 'APPLICANT'`,
    [
      rows.map(({ id }) => id),
      rows.map(({ memberId }) => memberId),
      rows.map(({ phoneHash }) => phoneHash),
      rows.map(({ displayName }) => displayName),
      createdAt,
    ],
  );
}

/** Uses up a step of the authenticator; false when it or a later one was used before. */
export async function claimTotpStep(tx: Tx, loginId: string, step: number): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    'UPDATE login SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2',
    [loginId, step],
  );
  return count === 1;
}
