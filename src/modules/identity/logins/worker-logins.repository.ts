import type { Tx } from '../../../platform/database/database.js';

export interface PhoneLoginRow {
  readonly id: string;
  readonly kind: 'WORKER' | 'APPLICANT';
  readonly memberId: string | null;
  readonly phoneHash: Buffer | null;
}

/** Locks the logins of a member and of a number, in one order for all. */
export function lockPhoneLogins(
  tx: Tx,
  { memberId, phoneHash }: { readonly memberId: string; readonly phoneHash?: Buffer },
): Promise<PhoneLoginRow[]> {
  return tx.query(
    `SELECT id, kind, member_id AS "memberId", phone_hash AS "phoneHash" FROM login
     WHERE member_id = $1 OR phone_hash = $2 ORDER BY id FOR UPDATE`,
    [memberId, phoneHash ?? null],
  );
}

/** A login for a proved phone, or the one the phone has already; answers its id. */
export async function insertApplicant(tx: Tx, id: string, phoneHash: Buffer, now: Date): Promise<string> {
  const rows: { id: string }[] = await tx.query(
    `INSERT INTO login (id, kind, phone_hash, display_name, created_at) VALUES ($1, 'APPLICANT', $2, '', $3)
     ON CONFLICT (phone_hash) DO UPDATE SET phone_hash = EXCLUDED.phone_hash RETURNING id`,
    [id, phoneHash, now],
  );
  return rows[0]?.id ?? id;
}

/** What a login by phone becomes; a display name of null leaves it as it is. */
export async function updatePhoneLogin(
  tx: Tx,
  id: string,
  login: {
    readonly kind: 'WORKER' | 'APPLICANT';
    readonly memberId: string | null;
    readonly phoneHash: Buffer | null;
    readonly displayName: string | null;
    readonly active: boolean;
  },
): Promise<void> {
  await tx.query(
    `UPDATE login SET kind = $2, member_id = $3, phone_hash = $4, display_name = coalesce($5, display_name), active = $6 WHERE id = $1`,
    [id, login.kind, login.memberId, login.phoneHash, login.displayName, login.active],
  );
}

/** Ends every session of a login. */
export async function revokeSessionsOf(tx: Tx, loginId: string, reason: string, now: Date): Promise<void> {
  await tx.query('UPDATE session SET revoked_at = $2, revoked_reason = $3 WHERE login_id = $1 AND revoked_at IS NULL', [
    loginId,
    now,
    reason,
  ]);
}

export async function moveSessions(tx: Tx, fromLoginId: string, toLoginId: string): Promise<void> {
  await tx.query('UPDATE session SET login_id = $2 WHERE login_id = $1', [fromLoginId, toLoginId]);
}

/** Removes a login without sessions. */
export async function deleteLogin(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM login WHERE id = $1', [id]);
}

export async function lockApplicant(tx: Tx, id: string, phoneHash: Buffer): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM login WHERE id = $1 AND phone_hash = $2 AND kind = 'APPLICANT' AND active FOR UPDATE`,
    [id, phoneHash],
  );
  return rows.length > 0;
}
