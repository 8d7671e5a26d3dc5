import type { HashPair } from '../../../platform/crypto/blind-index.js';
import type { Tx } from '../../../platform/database/database.js';

export interface PhoneLoginRow {
  readonly id: string;
  readonly kind: 'WORKER' | 'APPLICANT';
  readonly memberId: string | null;
  /** Whether it is the number that was asked for. */
  readonly hasPhone: boolean;
}

const NO_PHONE: HashPair = { odd: null, even: null };

/** Locks the logins of a member and of a number, in one order for all. */
export function lockPhoneLogins(tx: Tx, memberId: string, phone: HashPair = NO_PHONE): Promise<PhoneLoginRow[]> {
  return tx.query(
    `SELECT id, kind, member_id AS "memberId", coalesce(phone_hash = $2 OR phone_hash_even = $3, false) AS "hasPhone" FROM login
     WHERE member_id = $1 OR phone_hash = $2 OR phone_hash_even = $3 ORDER BY id FOR UPDATE`,
    [memberId, phone.odd, phone.even],
  );
}

/** A login for a proved phone, or the one the phone has already; answers its id. */
export async function insertApplicant(
  tx: Tx,
  id: string,
  { odd, even }: HashPair,
  phoneCipher: Buffer | null,
  now: Date,
): Promise<string> {
  await tx.query(
    `INSERT INTO login (id, kind, phone_hash, phone_hash_even, phone_cipher, display_name, created_at) VALUES ($1, 'APPLICANT', $2, $3, $4, '', $5)
     ON CONFLICT DO NOTHING`,
    [id, odd, even, phoneCipher, now],
  );
  const rows: { id: string }[] = await tx.query('SELECT id FROM login WHERE phone_hash = $1 OR phone_hash_even = $2', [
    odd,
    even,
  ]);
  return rows[0]?.id ?? id;
}

/** Writes anew what an applicant's login keeps of its number, as far as it was made without the sealed number. */
export async function sealApplicant(tx: Tx, id: string, { odd, even }: HashPair, phoneCipher: Buffer): Promise<void> {
  await tx.query(
    `UPDATE login SET phone_hash = $2, phone_hash_even = $3, phone_cipher = $4
     WHERE id = $1 AND kind = 'APPLICANT' AND phone_cipher IS NULL`,
    [id, odd, even, phoneCipher],
  );
}

/** Makes applicants who proved these numbers the members they turned out to be. */
export async function promoteApplicants(
  tx: Tx,
  rows: readonly { readonly memberId: string; readonly phone: HashPair; readonly displayName: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE login SET kind = 'WORKER', member_id = r.member_id, phone_hash = r.odd, phone_hash_even = r.even, phone_cipher = NULL, display_name = r.display_name
     FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::text[]) AS r (member_id, odd, even, display_name)
     WHERE login.kind = 'APPLICANT' AND (login.phone_hash = r.odd OR login.phone_hash_even = r.even)`,
    [
      rows.map(({ memberId }) => memberId),
      rows.map(({ phone }) => phone.odd),
      rows.map(({ phone }) => phone.even),
      rows.map(({ displayName }) => displayName),
    ],
  );
}

/** What a login by phone becomes; a display name of null leaves it as it is. */
export async function updatePhoneLogin(
  tx: Tx,
  id: string,
  login: {
    readonly kind: 'WORKER' | 'APPLICANT';
    readonly memberId: string | null;
    readonly phone: HashPair | null;
    readonly displayName: string | null;
    readonly active: boolean;
  },
): Promise<void> {
  const { odd, even } = login.phone ?? NO_PHONE;
  await tx.query(
    `UPDATE login SET kind = $2, member_id = $3, phone_hash = $4, phone_hash_even = $5, phone_cipher = NULL, display_name = coalesce($6, display_name), active = $7
     WHERE id = $1`,
    [id, login.kind, login.memberId, odd, even, login.displayName, login.active],
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

export async function lockApplicant(tx: Tx, id: string, hashes: readonly Buffer[]): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM login WHERE id = $1 AND kind = 'APPLICANT' AND active
       AND (phone_hash = ANY($2::bytea[]) OR phone_hash_even = ANY($2::bytea[])) FOR UPDATE`,
    [id, hashes],
  );
  return rows.length > 0;
}

/**
 * Removes sign-ins of who proved a phone before an instant and went no further: no session is left, and no application, decided or not,
 * leads back to them. Applications are read here for that alone.
 */
export async function clearApplicants(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM login WHERE id IN (
       SELECT l.id FROM login l WHERE l.kind = 'APPLICANT' AND l.created_at < $1
         AND NOT EXISTS (SELECT FROM session s WHERE s.login_id = l.id)
         AND NOT EXISTS (SELECT FROM membership_application a WHERE a.applicant_id = l.id)
       ORDER BY l.id LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [before, limit],
  );
  return count;
}
