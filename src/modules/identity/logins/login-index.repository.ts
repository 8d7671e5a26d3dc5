import type { Db, Tx } from '../../../platform/database/database.js';
import { OTP_HISTORY_MS } from '../otp/otp.rules.js';

const columnOf = (kid: number): 'phone_hash' | 'phone_hash_even' => (kid % 2 === 1 ? 'phone_hash' : 'phone_hash_even');
const isMissing = (kid: number): string =>
  `kind = 'APPLICANT' AND phone_cipher IS NOT NULL AND ${columnOf(kid)} IS NULL`;

/** Applicants that lack a hash under a key and could have one. */
export async function countWithoutHash(db: Db, kid: number): Promise<number> {
  const rows: { n: number }[] = await db.query(`SELECT count(*)::int AS n FROM login WHERE ${isMissing(kid)}`);
  return rows[0]?.n ?? 0;
}

/** The next of them, locked. */
export function lockWithoutHash(
  tx: Tx,
  kid: number,
  after: string | null,
  limit: number,
): Promise<{ id: string; phoneCipher: Buffer }[]> {
  return tx.query(
    `SELECT id, phone_cipher AS "phoneCipher" FROM login WHERE ($1::uuid IS NULL OR id > $1) AND ${isMissing(kid)}
     ORDER BY id LIMIT $2 FOR UPDATE`,
    [after, limit],
  );
}

export async function updateHashes(
  tx: Tx,
  kid: number,
  rows: readonly { readonly id: string; readonly hash: Buffer }[],
): Promise<void> {
  await tx.query(
    `UPDATE login SET ${columnOf(kid)} = r.hash FROM unnest($1::uuid[], $2::bytea[]) AS r (id, hash) WHERE login.id = r.id`,
    [rows.map(({ id }) => id), rows.map(({ hash }) => hash)],
  );
}

const HELD = 'phone_hash IS NOT NULL AND phone_hash_even IS NOT NULL';

/** Removes hashes of a retired key where a newer one stands, members' sign-ins among them. */
export async function clearHashes(tx: Tx, kid: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(`UPDATE login SET ${columnOf(kid)} = NULL WHERE ${HELD}`);
  return count;
}

/** Sign-ins with a hash of a retired key beside the newer one. */
export async function countHeld(db: Db): Promise<number> {
  const rows: { n: number }[] = await db.query(`SELECT count(*)::int AS n FROM login WHERE ${HELD}`);
  return rows[0]?.n ?? 0;
}

/**
 * What still needs a retired key: applicants of before their number was sealed, who are found by its hash until they sign in again, and
 * codes asked for before it was retired, as long as the limits of their number look back at them.
 */
export async function countNeeding(db: Db, kid: number, retiredAt: Date, now: Date): Promise<number> {
  const since = new Date(now.getTime() - OTP_HISTORY_MS);
  const rows: { n: number }[] = await db.query(
    `SELECT (SELECT count(*) FROM login WHERE kind = 'APPLICANT' AND phone_cipher IS NULL AND ${columnOf(kid)} IS NOT NULL
         AND ${columnOf(kid + 1)} IS NULL)::int
       + (SELECT count(*) FROM otp_challenge WHERE created_at <= $1 AND created_at > $2)::int AS n`,
    [retiredAt, since],
  );
  return rows[0]?.n ?? 0;
}
