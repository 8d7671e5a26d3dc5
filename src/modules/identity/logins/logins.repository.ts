import type { HashPair } from '../../../platform/crypto/blind-index.js';
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
  readonly phone: HashPair;
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

/** Sign-ins by phone; a number that has a login already is left out. Answers how many were made. */
export async function insertWorkerLogins(tx: Tx, rows: readonly WorkerRow[], createdAt: Date): Promise<number> {
  const made: unknown[] = await tx.query(
    `INSERT INTO login (id, kind, member_id, phone_hash, phone_hash_even, display_name, created_at)
     SELECT id, 'WORKER', member_id, odd, even, display_name, $6
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::text[]) AS r (id, member_id, odd, even, display_name)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ memberId }) => memberId),
      rows.map(({ phone }) => phone.odd),
      rows.map(({ phone }) => phone.even),
      rows.map(({ displayName }) => displayName),
      createdAt,
    ],
  );
  return made.length;
}

/** Uses up a step of the authenticator; false when it or a later one was used before. */
export async function claimTotpStep(tx: Tx, loginId: string, step: number): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    'UPDATE login SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2',
    [loginId, step],
  );
  return count === 1;
}

/** Removes a worker's sign-in with everything that hangs on it: sessions, their tokens, and codes sent to the phone. */
export async function deleteWorkerLogin(tx: Tx, memberId: string): Promise<void> {
  const logins = `SELECT id FROM login WHERE member_id = $1 AND kind = 'WORKER'`;
  await tx.query(
    `DELETE FROM otp_challenge o USING login l WHERE l.member_id = $1 AND l.kind = 'WORKER'
       AND o.phone_hash IN (l.phone_hash, l.phone_hash_even)`,
    [memberId],
  );
  await tx.query(
    `DELETE FROM refresh_token WHERE session_id IN (SELECT id FROM session WHERE login_id IN (${logins}))`,
    [memberId],
  );
  await tx.query(`DELETE FROM session WHERE login_id IN (${logins})`, [memberId]);
  await tx.query(`DELETE FROM login WHERE member_id = $1 AND kind = 'WORKER'`, [memberId]);
}

/** Gives sign-ins by phone a hash under the index key to come. */
export async function fillPhoneHashes(
  tx: Tx,
  column: 'phone_hash' | 'phone_hash_even',
  hashes: readonly { readonly memberId: string; readonly hash: Buffer }[],
): Promise<void> {
  await tx.query(
    `UPDATE login SET ${column} = r.hash FROM unnest($1::uuid[], $2::bytea[]) AS r (member_id, hash)
     WHERE login.member_id = r.member_id AND login.kind = 'WORKER'`,
    [hashes.map(({ memberId }) => memberId), hashes.map(({ hash }) => hash)],
  );
}

/** Removes the sign-ins of workers who never used them; one that has a session fails by its foreign key. */
export async function deleteUnusedLogins(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query(`DELETE FROM login WHERE member_id = ANY($1::uuid[]) AND kind = 'WORKER'`, [memberIds]);
}

/** Workers are greeted by the name their union knows. */
export async function renameWorkers(
  tx: Tx,
  rows: readonly { readonly memberId: string; readonly displayName: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE login l SET display_name = r.name FROM unnest($1::uuid[], $2::text[]) AS r (member_id, name)
     WHERE l.member_id = r.member_id AND l.kind = 'WORKER'`,
    [rows.map(({ memberId }) => memberId), rows.map(({ displayName }) => displayName)],
  );
}

/** The username and password of a login; null where it signs in without one. */
export async function findPassword(
  db: Db,
  loginId: string,
): Promise<{ username: string; passwordHash: string } | null> {
  const rows: { username: string; passwordHash: string }[] = await db.query(
    `SELECT username, password_hash AS "passwordHash" FROM login WHERE id = $1 AND kind <> 'WORKER'`,
    [loginId],
  );
  return rows[0] ?? null;
}

export async function setPassword(tx: Tx, loginId: string, passwordHash: string): Promise<void> {
  await tx.query('UPDATE login SET password_hash = $2 WHERE id = $1', [loginId, passwordHash]);
}
