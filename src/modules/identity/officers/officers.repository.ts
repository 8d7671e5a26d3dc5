import type { Db, Tx } from '../../../platform/database/database.js';
import type { OfficerRole } from '../../../shared/caller.js';
import type { RoleHeld } from './officer.rules.js';

export interface OfficerAccount {
  readonly id: string;
  readonly username: string;
  readonly active: boolean;
}

export interface PlacedRole extends RoleHeld {
  readonly orgId: string;
}

/** An officer's login, locked, so that two who change it wait for each other. */
export async function lockOfficer(tx: Tx, loginId: string): Promise<OfficerAccount | null> {
  const rows: OfficerAccount[] = await tx.query(
    `SELECT id, username, active FROM login WHERE id = $1 AND kind = 'OFFICER' FOR UPDATE`,
    [loginId],
  );
  return rows[0] ?? null;
}

/** Every role of a login, ended or not; with `aliveOn` only those in force that day. */
export async function listRoles(db: Db, loginId: string, aliveOn: string | null = null): Promise<PlacedRole[]> {
  return db.query(
    `SELECT r.role, r.org_id AS "orgId", o.path, r.until_on::text AS "untilOn" FROM login_role r JOIN union_org o ON o.id = r.org_id
     WHERE r.login_id = $1 AND ($2::date IS NULL OR r.until_on IS NULL OR r.until_on >= $2) ORDER BY o.path, r.role`,
    [loginId, aliveOn],
  );
}

/** A role a login held before with another last day begins anew. */
export async function upsertRoles(
  tx: Tx,
  loginId: string,
  roles: readonly { readonly role: OfficerRole; readonly orgId: string; readonly untilOn: string | null }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO login_role (login_id, role, org_id, until_on)
     SELECT $1, role, org_id, until_on FROM unnest($2::text[], $3::text[], $4::date[]) AS r (role, org_id, until_on)
     ON CONFLICT (login_id, role, org_id) DO UPDATE SET until_on = excluded.until_on`,
    [loginId, roles.map(({ role }) => role), roles.map(({ orgId }) => orgId), roles.map(({ untilOn }) => untilOn)],
  );
}

export async function deleteRoles(tx: Tx, loginId: string, roles: readonly PlacedRole[]): Promise<void> {
  await tx.query(
    `DELETE FROM login_role USING unnest($2::text[], $3::text[]) AS r (role, org_id)
     WHERE login_role.login_id = $1 AND login_role.role = r.role AND login_role.org_id = r.org_id`,
    [loginId, roles.map(({ role }) => role), roles.map(({ orgId }) => orgId)],
  );
}

export async function setActive(tx: Tx, loginId: string, active: boolean): Promise<void> {
  await tx.query('UPDATE login SET active = $2 WHERE id = $1', [loginId, active]);
}

export interface NewActivation {
  readonly loginId: string;
  readonly codeHash: Buffer;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** A new code makes the one before worthless. */
export async function upsertActivation(tx: Tx, row: NewActivation): Promise<void> {
  await tx.query(
    `INSERT INTO login_activation (login_id, code_hash, made_at, expires_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (login_id) DO UPDATE SET code_hash = excluded.code_hash, totp_secret = NULL, made_at = excluded.made_at,
       expires_at = excluded.expires_at`,
    [row.loginId, row.codeHash, row.madeAt, row.expiresAt],
  );
}

export interface OpenActivation {
  readonly loginId: string;
  readonly username: string;
  readonly displayName: string;
  readonly totpSecret: Buffer | null;
}

/** The activation a code opens, locked, while it and the login are in force. */
export async function lockActivation(tx: Tx, codeHash: Buffer, now: Date): Promise<OpenActivation | null> {
  const rows: OpenActivation[] = await tx.query(
    `SELECT a.login_id AS "loginId", l.username, l.display_name AS "displayName", a.totp_secret AS "totpSecret"
     FROM login_activation a JOIN login l ON l.id = a.login_id
     WHERE a.code_hash = $1 AND a.expires_at > $2 AND l.active FOR UPDATE OF a, l`,
    [codeHash, now],
  );
  return rows[0] ?? null;
}

export async function setEnrolling(tx: Tx, loginId: string, totpSecret: Buffer): Promise<void> {
  await tx.query('UPDATE login_activation SET totp_secret = $2 WHERE login_id = $1', [loginId, totpSecret]);
}

/** What proves the officer from now on; the code is used up. */
export async function finishActivation(
  tx: Tx,
  loginId: string,
  proof: { readonly passwordHash: string; readonly totpSecret: Buffer; readonly totpStep: number },
): Promise<void> {
  await tx.query('UPDATE login SET password_hash = $2, totp_secret = $3, totp_last_step = $4 WHERE id = $1', [
    loginId,
    proof.passwordHash,
    proof.totpSecret,
    proof.totpStep,
  ]);
  await tx.query('DELETE FROM login_activation WHERE login_id = $1', [loginId]);
}

/** Takes away what proved an officer: nobody signs in with it any more. */
export async function takeProof(tx: Tx, loginId: string, passwordHash: string): Promise<void> {
  await tx.query('UPDATE login SET password_hash = $2, totp_secret = NULL, totp_last_step = 0 WHERE id = $1', [
    loginId,
    passwordHash,
  ]);
}
