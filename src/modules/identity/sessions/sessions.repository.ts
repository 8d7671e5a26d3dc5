import type { Db, Tx } from '../../../platform/database/database.js';
import type { LoginView, SignInApp } from '../identity.schemas.js';
import type { RefreshFacts } from './refresh.rules.js';

export interface SessionRow {
  readonly id: string;
  readonly loginId: string;
  readonly app: SignInApp;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface LockedToken extends RefreshFacts {
  readonly sessionId: string;
  readonly loginId: string;
  readonly revokedReason: string | null;
}

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx.query('INSERT INTO session (id, login_id, app, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)', [
    row.id,
    row.loginId,
    row.app,
    row.createdAt,
    row.expiresAt,
  ]);
}

export async function insertToken(
  tx: Tx,
  tokenHash: Buffer,
  sessionId: string,
  issuedAt: Date,
  expiresAt: Date,
): Promise<void> {
  await tx.query('INSERT INTO refresh_token (token_hash, session_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)', [
    tokenHash,
    sessionId,
    issuedAt,
    expiresAt,
  ]);
}

/** A token with its session, both locked: of two refreshes at once one waits and sees what the other did. */
export async function lockToken(tx: Tx, tokenHash: Buffer): Promise<LockedToken | null> {
  const rows: LockedToken[] = await tx.query(
    `SELECT t.session_id AS "sessionId", t.replaced_at AS "replacedAt", s.login_id AS "loginId", s.app,
       s.expires_at AS "sessionExpiresAt", s.revoked_at AS "revokedAt", s.revoked_reason AS "revokedReason", l.active AS "loginActive"
     FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN login l ON l.id = s.login_id
     WHERE t.token_hash = $1 FOR UPDATE OF s, t`,
    [tokenHash],
  );
  return rows[0] ?? null;
}

/** Whether a token has had a successor. */
export async function isReplaced(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows: { replaced: boolean }[] = await tx.query(
    'SELECT replaced_at IS NOT NULL AS replaced FROM refresh_token WHERE token_hash = $1',
    [tokenHash],
  );
  return rows[0]?.replaced ?? false;
}

/** Which of these tokens was given. */
export async function findKnownToken(tx: Tx, tokenHashes: readonly Buffer[]): Promise<Buffer | null> {
  const rows: { hash: Buffer }[] = await tx.query(
    'SELECT token_hash AS hash FROM refresh_token WHERE token_hash = ANY($1::bytea[]) LIMIT 1',
    [tokenHashes],
  );
  return rows[0]?.hash ?? null;
}

export async function markReplaced(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx.query('UPDATE refresh_token SET replaced_at = $2 WHERE token_hash = $1', [tokenHash, at]);
}

export async function revokeSession(tx: Tx, sessionId: string, reason: string, at: Date): Promise<void> {
  await tx.query('UPDATE session SET revoked_at = $2, revoked_reason = $3 WHERE id = $1 AND revoked_at IS NULL', [
    sessionId,
    at,
    reason,
  ]);
}

/** How a login shows itself to its own page, but for what it may do. */
export async function getLogin(db: Db, loginId: string, todayOn: string): Promise<Omit<LoginView, 'permissions'>> {
  const rows: Omit<LoginView, 'permissions'>[] = await db.query(
    `SELECT l.id, l.display_name AS "displayName", l.merchant_id AS "merchantId", l.store_id AS "storeId",
       CASE l.kind WHEN 'WORKER' THEN ARRAY['WORKER'] WHEN 'APPLICANT' THEN ARRAY['APPLICANT'] WHEN 'MERCHANT' THEN ARRAY[l.merchant_role]
         ELSE ARRAY(SELECT DISTINCT r.role FROM login_role r
                    WHERE r.login_id = l.id AND (r.until_on IS NULL OR r.until_on >= $2::date) ORDER BY r.role) END AS roles
     FROM login l WHERE l.id = $1`,
    [loginId, todayOn],
  );
  const [view] = rows;
  if (!view) throw new Error(`login ${loginId} is gone`);
  return view;
}

/** Removes sessions that ended before an instant, with their tokens. */
export async function deleteEndedSessions(tx: Tx, before: Date): Promise<number> {
  await tx.query(
    `DELETE FROM refresh_token t USING session s
     WHERE s.id = t.session_id AND (s.expires_at < $1 OR s.revoked_at < $1)`,
    [before],
  );
  const [, count]: [unknown, number] = await tx.query('DELETE FROM session WHERE expires_at < $1 OR revoked_at < $1', [
    before,
  ]);
  return count;
}

/** Ends every session of a login, but not `exceptId`. */
export async function revokeSessionsOf(
  tx: Tx,
  loginId: string,
  reason: string,
  at: Date,
  exceptId: string | null = null,
): Promise<void> {
  await tx.query(
    `UPDATE session SET revoked_at = $2, revoked_reason = $3
     WHERE login_id = $1 AND revoked_at IS NULL AND ($4::uuid IS NULL OR id <> $4)`,
    [loginId, at, reason, exceptId],
  );
}

/** Sessions of a login that stand, the newest first. */
export async function listSessionsOf(
  db: Db,
  loginId: string,
  now: Date,
): Promise<{ id: string; createdAt: Date; expiresAt: Date }[]> {
  return db.query(
    `SELECT id, created_at AS "createdAt", expires_at AS "expiresAt" FROM session
     WHERE login_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT 50`,
    [loginId, now],
  );
}

/** Ends a session of this login; false when it is none of theirs or has ended. */
export async function revokeOwnSession(tx: Tx, loginId: string, sessionId: string, at: Date): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE session SET revoked_at = $3, revoked_reason = 'ENDED_BY_OWNER' WHERE id = $2 AND login_id = $1 AND revoked_at IS NULL`,
    [loginId, sessionId, at],
  );
  return count === 1;
}
