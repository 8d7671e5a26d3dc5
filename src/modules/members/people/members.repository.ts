import type { Db, Tx } from '../../../platform/database/database.js';
import type { Membership } from '../members.schemas.js';
import type { SealedNumbers } from './member-numbers.js';

export interface NewMemberRow extends SealedNumbers {
  readonly id: string;
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly gender: 'F' | 'M' | null;
  readonly birthOn: string | null;
  readonly joinedOn: string | null;
}

export interface AddedMemberRow {
  readonly id: string;
  readonly member_no: string;
}

export interface KnownMemberRow {
  readonly id: string;
  readonly member_no: string;
  readonly org_id: string;
  readonly id_number_hash: Buffer;
}

/**
 * Inserts those whose ID number and phone nobody has; who is missing from the answer was known.
 * One order for all, so that two files with the same people wait for each other instead of deadlocking.
 */
export function insertMembers(tx: Tx, rows: readonly NewMemberRow[], createdAt: Date): Promise<AddedMemberRow[]> {
  return tx.query(
    `INSERT INTO member (id, member_no, org_id, enterprise_id, name, gender, birth_on, joined_on,
       id_number_cipher, id_number_hash, phone_cipher, phone_hash, membership, created_at)
     SELECT r.id, 'M' || lpad(r.no, greatest(8, length(r.no)), '0'), r.org_id, r.enterprise_id, r.name, r.gender, r.birth_on,
       r.joined_on, r.id_number_cipher, r.id_number_hash, r.phone_cipher, r.phone_hash, 'ACTIVE', $12
     FROM (SELECT *, nextval('member_no_seq')::text AS no
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::date[],
         $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
         AS u (id, org_id, enterprise_id, name, gender, birth_on, joined_on,
           id_number_cipher, id_number_hash, phone_cipher, phone_hash)) AS r
     ORDER BY r.id_number_hash
     ON CONFLICT DO NOTHING RETURNING id, member_no`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.orgId),
      rows.map((row) => row.enterpriseId),
      rows.map((row) => row.name),
      rows.map((row) => row.gender),
      rows.map((row) => row.birthOn),
      rows.map((row) => row.joinedOn),
      rows.map((row) => row.idNumberCipher),
      rows.map((row) => row.idNumberHash),
      rows.map((row) => row.phoneCipher),
      rows.map((row) => row.phoneHash),
      createdAt,
    ],
  );
}

/** Members by blind index of their ID number. */
export function findByIdNumbers(db: Db, hashes: readonly Buffer[]): Promise<KnownMemberRow[]> {
  return db.query('SELECT id, member_no, org_id, id_number_hash FROM member WHERE id_number_hash = ANY($1::bytea[])', [
    hashes,
  ]);
}

export interface NumbersRow {
  readonly id: string;
  readonly id_number_cipher: Buffer;
  readonly phone_cipher: Buffer | null;
}

/** The sealed numbers of a member of the subtree. */
export async function findNumbers(db: Db, memberId: string, scope: readonly string[]): Promise<NumbersRow | null> {
  const rows: NumbersRow[] = await db.query(
    `SELECT m.id, m.id_number_cipher, m.phone_cipher FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE m.id = $1 AND o.path LIKE ANY($2::text[])`,
    [memberId, scope],
  );
  return rows[0] ?? null;
}

export interface PlacedMember {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
  readonly name: string;
  readonly membership: Membership;
  readonly enterpriseId: string | null;
}

/** Locks a member of the subtree for a step of their standing. */
export async function lockMember(tx: Tx, memberId: string, scope: readonly string[]): Promise<PlacedMember | null> {
  const rows: PlacedMember[] = await tx.query(
    `SELECT m.id, m.org_id AS "orgId", o.path AS "orgPath", m.name, m.membership, m.enterprise_id AS "enterpriseId"
     FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE m.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF m`,
    [memberId, scope],
  );
  return rows[0] ?? null;
}

/** Where a member belongs from now on, active there; an unknown enterprise is an error of the database, translated by the service. */
export async function updatePlace(tx: Tx, id: string, orgId: string, enterpriseId: string | null): Promise<void> {
  await tx.query(`UPDATE member SET org_id = $2, enterprise_id = $3, membership = 'ACTIVE' WHERE id = $1`, [
    id,
    orgId,
    enterpriseId,
  ]);
}

/** How a member stands from now on, and with which employer. */
export async function updateMembership(
  tx: Tx,
  id: string,
  membership: Membership,
  enterpriseId: string | null,
): Promise<void> {
  await tx.query('UPDATE member SET membership = $2, enterprise_id = $3 WHERE id = $1', [id, membership, enterpriseId]);
}

/** The number is nobody's from now on. */
export async function clearPhone(tx: Tx, id: string): Promise<void> {
  await tx.query('UPDATE member SET phone_cipher = NULL, phone_hash = NULL WHERE id = $1', [id]);
}

/** Who has a number, locked; so is the number itself, that two who are given a free one wait for each other. */
export async function lockPhoneHolder(tx: Tx, phoneHash: Buffer): Promise<string | null> {
  await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [phoneHash.readBigInt64BE(8).toString()]);
  const rows: { id: string }[] = await tx.query('SELECT id FROM member WHERE phone_hash = $1 FOR UPDATE', [phoneHash]);
  return rows[0]?.id ?? null;
}

export async function updatePhone(
  tx: Tx,
  id: string,
  { phoneCipher, phoneHash }: Pick<SealedNumbers, 'phoneCipher' | 'phoneHash'>,
): Promise<void> {
  await tx.query('UPDATE member SET phone_cipher = $2, phone_hash = $3 WHERE id = $1', [id, phoneCipher, phoneHash]);
}

/** Somebody who is back: the same row and number, a standing from a new day on. */
export async function updateRejoined(
  tx: Tx,
  id: string,
  back: Pick<NewMemberRow, 'orgId' | 'enterpriseId' | 'name' | 'joinedOn' | 'phoneCipher' | 'phoneHash'>,
): Promise<void> {
  await tx.query(
    `UPDATE member SET membership = 'ACTIVE', org_id = $2, enterprise_id = $3, name = $4, joined_on = $5, phone_cipher = $6, phone_hash = $7
     WHERE id = $1`,
    [id, back.orgId, back.enterpriseId, back.name, back.joinedOn, back.phoneCipher, back.phoneHash],
  );
}
