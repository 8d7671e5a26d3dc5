import type { Tx } from '../../../platform/database/database.js';

export interface MemberFields {
  readonly id: string;
  readonly name: string;
  readonly enterpriseId: string | null;
  readonly joinedOn: string | null;
}

/** Gives members what a roster says of them. */
export async function updateFields(tx: Tx, rows: readonly MemberFields[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE member m SET name = r.name, enterprise_id = r.enterprise_id, joined_on = r.joined_on
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[]) AS r (id, name, enterprise_id, joined_on) WHERE m.id = r.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ name }) => name),
      rows.map(({ enterpriseId }) => enterpriseId),
      rows.map(({ joinedOn }) => joinedOn),
    ],
  );
}

/** Locks members against whatever would refer to them. */
export async function lockMembers(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM member WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [memberIds]);
}

/** Empties the rows of people nobody has used yet, so that not even a hash of them stays; the row itself is named by its history. */
export async function emptyUnused(tx: Tx, memberIds: readonly string[], name: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE member SET erased_at = $2, name = $3, member_no = '-' || id::text, membership = 'WITHDRAWN', enterprise_id = NULL,
       gender = NULL, birth_on = NULL, joined_on = NULL, id_number_cipher = NULL, id_number_hash = NULL, id_number_hash_even = NULL,
       phone_cipher = NULL, phone_hash = NULL, phone_hash_even = NULL
     WHERE id = ANY($1::uuid[])`,
    [memberIds, at, name],
  );
}
