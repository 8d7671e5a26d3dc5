import type { Db, Tx } from '../../../platform/database/database.js';

/** Which column a key's hashes stand in. */
export type HashColumn<Of extends string> = `${Of}_hash` | `${Of}_hash_even`;

export function hashColumn<Of extends string>(of: Of, kid: number): HashColumn<Of> {
  return kid % 2 === 1 ? `${of}_hash` : `${of}_hash_even`;
}

const isMissing = (kid: number): string =>
  `erased_at IS NULL AND (${hashColumn('id_number', kid)} IS NULL OR (phone_cipher IS NOT NULL AND ${hashColumn('phone', kid)} IS NULL))`;

/** Members that lack a hash under a key. */
export async function countWithoutHash(db: Db, kid: number): Promise<number> {
  const rows: { n: number }[] = await db.query(`SELECT count(*)::int AS n FROM member WHERE ${isMissing(kid)}`);
  return rows[0]?.n ?? 0;
}

export interface SealedMember {
  readonly id: string;
  readonly idNumberCipher: Buffer;
  /** Null while the number is nobody's. */
  readonly phoneCipher: Buffer | null;
}

/** The next of them, locked: a number that is changed at this moment is hashed as it will be. */
export function lockWithoutHash(tx: Tx, kid: number, after: string | null, limit: number): Promise<SealedMember[]> {
  return tx.query(
    `SELECT id, id_number_cipher AS "idNumberCipher", phone_cipher AS "phoneCipher" FROM member
     WHERE ($1::uuid IS NULL OR id > $1) AND ${isMissing(kid)} ORDER BY id LIMIT $2 FOR UPDATE`,
    [after, limit],
  );
}

export async function updateHashes(
  tx: Tx,
  kid: number,
  rows: readonly { readonly id: string; readonly idNumber: Buffer; readonly phone: Buffer | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE member SET ${hashColumn('id_number', kid)} = r.id_number, ${hashColumn('phone', kid)} = r.phone
     FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS r (id, id_number, phone) WHERE member.id = r.id`,
    [rows.map(({ id }) => id), rows.map(({ idNumber }) => idNumber), rows.map(({ phone }) => phone)],
  );
}

const isHeld = (kid: number): string => {
  const [id, phone] = [hashColumn('id_number', kid), hashColumn('phone', kid)];
  const other = kid + 1;
  return `erased_at IS NULL AND (${id} IS NOT NULL OR ${phone} IS NOT NULL)
       AND ${hashColumn('id_number', other)} IS NOT NULL AND (phone_cipher IS NULL OR ${hashColumn('phone', other)} IS NOT NULL)`;
};

/** Removes a retired key's hashes where a newer one stands; a person whose data are erased keeps the only one there is. */
export async function clearHashes(tx: Tx, kid: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member SET ${hashColumn('id_number', kid)} = NULL, ${hashColumn('phone', kid)} = NULL WHERE ${isHeld(kid)}`,
  );
  return count;
}

/** Members those would be removed from. */
export async function countHeld(db: Db, kid: number): Promise<number> {
  const rows: { n: number }[] = await db.query(`SELECT count(*)::int AS n FROM member WHERE ${isHeld(kid)}`);
  return rows[0]?.n ?? 0;
}

/** People erased before a key was retired whose hash is still needed and cannot be made under another key. */
export async function countErasedUnder(db: Db, kid: number, retiredAt: Date): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM member WHERE erased_at <= $1 AND ${hashColumn('id_number', kid)} IS NOT NULL`,
    [retiredAt],
  );
  return rows[0]?.n ?? 0;
}
