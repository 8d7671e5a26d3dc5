import type { Tx } from '../../../platform/database/database.js';

export interface ChallengeRow {
  readonly id: string;
  readonly phoneHash: Buffer;
  readonly phoneCipher: Buffer;
  readonly codeHash: Buffer;
  readonly deviceHash: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Lets the requests of one phone pass one by one, until the transaction ends. */
export async function lockPhone(tx: Tx, phoneHash: Buffer): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [phoneHash.readBigInt64BE(0).toString()]);
}

/** When codes for a phone were asked for, newest first. */
export async function listAsked(tx: Tx, phoneHashes: readonly Buffer[], since: Date, max: number): Promise<Date[]> {
  const rows: { createdAt: Date }[] = await tx.query(
    `SELECT created_at AS "createdAt" FROM otp_challenge WHERE phone_hash = ANY($1::bytea[]) AND created_at > $2
     ORDER BY created_at DESC LIMIT $3`,
    [phoneHashes, since, max],
  );
  return rows.map(({ createdAt }) => createdAt);
}

export async function insertChallenge(tx: Tx, row: ChallengeRow): Promise<void> {
  await tx.query(
    `INSERT INTO otp_challenge (id, phone_hash, phone_cipher, code_hash, device_hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.phoneHash, row.phoneCipher, row.codeHash, row.deviceHash, row.createdAt, row.expiresAt],
  );
}

/** The login of a phone by its hash under any key, a member's before an applicant's. */
export async function findPhoneLogin(
  tx: Tx,
  phoneHashes: readonly Buffer[],
): Promise<{ id: string; kind: string; active: boolean } | null> {
  const rows: { id: string; kind: string; active: boolean }[] = await tx.query(
    `SELECT id, kind, active FROM login WHERE phone_hash = ANY($1::bytea[]) OR phone_hash_even = ANY($1::bytea[])
     ORDER BY kind DESC, created_at DESC LIMIT 1`,
    [phoneHashes],
  );
  return rows[0] ?? null;
}

export interface LockedChallenge {
  /** Null once the code was used, or is too old. */
  readonly phoneCipher: Buffer | null;
  readonly codeHash: Buffer;
  readonly deviceHash: Buffer;
  readonly tries: number;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export async function lockChallenge(tx: Tx, id: string): Promise<LockedChallenge | null> {
  const rows: LockedChallenge[] = await tx.query(
    `SELECT phone_cipher AS "phoneCipher", code_hash AS "codeHash", device_hash AS "deviceHash", tries,
       expires_at AS "expiresAt", used_at AS "usedAt"
     FROM otp_challenge WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

export async function countTry(tx: Tx, id: string, usedAt: Date | null): Promise<void> {
  await tx.query(
    `UPDATE otp_challenge SET tries = tries + 1, used_at = $2, phone_cipher = CASE WHEN $2::timestamptz IS NULL THEN phone_cipher END
     WHERE id = $1`,
    [id, usedAt],
  );
}

/** A number is needed no longer than the code that was sent to it. */
export async function forgetExpiredPhones(tx: Tx, now: Date): Promise<void> {
  await tx.query('UPDATE otp_challenge SET phone_cipher = NULL WHERE phone_cipher IS NOT NULL AND expires_at <= $1', [
    now,
  ]);
}

export async function deleteOldChallenges(tx: Tx, before: Date): Promise<number> {
  const [, count]: [unknown, number] = await tx.query('DELETE FROM otp_challenge WHERE created_at < $1', [before]);
  return count;
}
