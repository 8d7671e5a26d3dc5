import type { HashPair } from '../../../platform/crypto/blind-index.js';
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
  readonly erased: boolean;
  /** Blind indexes of the ID number, in hex. */
  readonly hashes: readonly string[];
}

/**
 * Inserts those whose ID number and phone nobody has; who is missing from the answer was known.
 * One order for all, so that two files with the same people wait for each other instead of deadlocking.
 */
export function insertMembers(tx: Tx, rows: readonly NewMemberRow[], createdAt: Date): Promise<AddedMemberRow[]> {
  return tx.query(
    `INSERT INTO member (id, member_no, org_id, enterprise_id, name, gender, birth_on, joined_on,
       id_number_cipher, id_number_hash, id_number_hash_even, phone_cipher, phone_hash, phone_hash_even, membership, created_at)
     SELECT r.id, 'M' || lpad(r.no, greatest(8, length(r.no)), '0'), r.org_id, r.enterprise_id, r.name, r.gender, r.birth_on,
       r.joined_on, r.id_number_cipher, r.id_odd, r.id_even, r.phone_cipher, r.phone_odd, r.phone_even, 'ACTIVE', $14
     FROM (SELECT *, nextval('member_no_seq')::text AS no
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::date[],
         $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[])
         AS u (id, org_id, enterprise_id, name, gender, birth_on, joined_on,
           id_number_cipher, id_odd, id_even, phone_cipher, phone_odd, phone_even)) AS r
     ORDER BY coalesce(r.id_odd, r.id_even)
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
      rows.map((row) => row.idNumber.odd),
      rows.map((row) => row.idNumber.even),
      rows.map((row) => row.phoneCipher),
      rows.map((row) => row.phone.odd),
      rows.map((row) => row.phone.even),
      createdAt,
    ],
  );
}

const KNOWN = `id, member_no, org_id, erased_at IS NOT NULL AS erased,
  ARRAY[encode(id_number_hash, 'hex'), encode(id_number_hash_even, 'hex')] AS hashes`;

/** Members by blind index of their ID number, also those whose data were erased. */
export function findByIdNumbers(db: Db, hashes: readonly Buffer[]): Promise<KnownMemberRow[]> {
  return db.query(
    `SELECT ${KNOWN} FROM member WHERE id_number_hash = ANY($1::bytea[]) OR id_number_hash_even = ANY($1::bytea[])`,
    [hashes],
  );
}

/** Those among them whose data were erased, locked, so that two who bring one person back wait for each other. */
export function lockErased(tx: Tx, hashes: readonly Buffer[]): Promise<KnownMemberRow[]> {
  return tx.query(
    `SELECT ${KNOWN} FROM member WHERE erased_at IS NOT NULL
       AND (id_number_hash = ANY($1::bytea[]) OR id_number_hash_even = ANY($1::bytea[])) ORDER BY id FOR UPDATE`,
    [hashes],
  );
}

/** Fills the emptied row of a person who joins again; null when somebody else has the phone. Id and limits stay the person's. */
export async function reviveMember(tx: Tx, row: NewMemberRow): Promise<string | null> {
  const [rows]: [{ member_no: string }[], number] = await tx.query(
    `UPDATE member SET org_id = $2, enterprise_id = $3, name = $4, gender = $5, birth_on = $6, joined_on = $7, id_number_cipher = $8,
       id_number_hash = $9, id_number_hash_even = $10, phone_cipher = $11, phone_hash = $12, phone_hash_even = $13,
       membership = 'ACTIVE', erased_at = NULL, member_no = 'M' || lpad(nextval('member_no_seq')::text, 8, '0')
     WHERE id = $1 AND erased_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM member other WHERE other.phone_hash = $12 OR other.phone_hash_even = $13)
     RETURNING member_no`,
    [
      row.id,
      row.orgId,
      row.enterpriseId,
      row.name,
      row.gender,
      row.birthOn,
      row.joinedOn,
      row.idNumberCipher,
      row.idNumber.odd,
      row.idNumber.even,
      row.phoneCipher,
      row.phone.odd,
      row.phone.even,
    ],
  );
  return rows[0]?.member_no ?? null;
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
     WHERE m.id = $1 AND m.erased_at IS NULL AND o.path LIKE ANY($2::text[])`,
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
     WHERE m.id = $1 AND m.erased_at IS NULL AND o.path LIKE ANY($2::text[]) FOR UPDATE OF m`,
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
  await tx.query('UPDATE member SET phone_cipher = NULL, phone_hash = NULL, phone_hash_even = NULL WHERE id = $1', [
    id,
  ]);
}

/** Who has a number, locked; so is the number itself, that two who are given a free one wait for each other. */
export async function lockPhoneHolder(tx: Tx, phone: HashPair): Promise<string | null> {
  const lock = (phone.odd ?? phone.even)?.readBigInt64BE(8).toString();
  await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [lock]);
  const rows: { id: string }[] = await tx.query(
    'SELECT id FROM member WHERE phone_hash = $1 OR phone_hash_even = $2 FOR UPDATE',
    [phone.odd, phone.even],
  );
  return rows[0]?.id ?? null;
}

export async function updatePhone(
  tx: Tx,
  id: string,
  { phoneCipher, phone }: Pick<SealedNumbers, 'phoneCipher' | 'phone'>,
): Promise<void> {
  await tx.query('UPDATE member SET phone_cipher = $2, phone_hash = $3, phone_hash_even = $4 WHERE id = $1', [
    id,
    phoneCipher,
    phone.odd,
    phone.even,
  ]);
}

/** Somebody who is back: the same row and number, a standing from a new day on. */
export async function updateRejoined(
  tx: Tx,
  id: string,
  back: Pick<NewMemberRow, 'orgId' | 'enterpriseId' | 'name' | 'joinedOn' | 'phoneCipher' | 'phone'>,
): Promise<void> {
  await tx.query(
    `UPDATE member SET membership = 'ACTIVE', org_id = $2, enterprise_id = $3, name = $4, joined_on = $5 WHERE id = $1`,
    [id, back.orgId, back.enterpriseId, back.name, back.joinedOn],
  );
  await updatePhone(tx, id, back);
}
