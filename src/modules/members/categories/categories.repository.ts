import type { Db, Tx } from '../../../platform/database/database.js';

export interface NewCategoryRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly basis: string;
}

export async function findCode(db: Db, code: string): Promise<{ levels: string[] } | null> {
  const rows: { levels: string[] }[] = await db.query('SELECT levels FROM member_category_code WHERE code = $1', [
    code,
  ]);
  return rows[0] ?? null;
}

/** Ends a grant whose last day has passed, so that it can be proposed anew. */
export async function endPastGrant(tx: Tx, memberId: string, code: string, todayOn: string): Promise<void> {
  await tx.query(
    `UPDATE member_category SET state = 'ENDED' WHERE member_id = $1 AND code = $2 AND state = 'GRANTED' AND until_on < $3`,
    [memberId, code, todayOn],
  );
}

export async function insertProposal(tx: Tx, row: NewCategoryRow, proposedBy: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'PROPOSED', $7, $8, $9)`,
    [row.id, row.memberId, row.code, row.level, row.fromOn, row.untilOn, row.basis, proposedBy, now],
  );
}

/** Inserts grants that two officers decided elsewhere; who has the category open already is left out. */
export async function insertGrants(
  tx: Tx,
  rows: readonly NewCategoryRow[],
  by: { readonly proposedBy: string; readonly decidedBy: string },
  now: Date,
): Promise<number> {
  const inserted: unknown[] = await tx.query(
    `INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, decided_by, created_at, decided_at)
     SELECT r.id, r.member_id, r.code, r.level, r.from_on, r.until_on, 'GRANTED', r.basis, $8, $9, $10, $10
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[])
       AS r (id, member_id, code, level, from_on, until_on, basis)
     ON CONFLICT (member_id, code) WHERE state IN ('PROPOSED', 'GRANTED') DO NOTHING RETURNING id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.memberId),
      rows.map((row) => row.code),
      rows.map((row) => row.level),
      rows.map((row) => row.fromOn),
      rows.map((row) => row.untilOn),
      rows.map((row) => row.basis),
      by.proposedBy,
      by.decidedBy,
      now,
    ],
  );
  return inserted.length;
}

export interface ProposalRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly state: string;
  readonly proposedBy: string;
}

/** Locks a proposal of the subtree. */
export async function lockProposal(tx: Tx, id: string, scope: readonly string[]): Promise<ProposalRow | null> {
  const rows: ProposalRow[] = await tx.query(
    `SELECT c.id, c.member_id AS "memberId", c.code, c.state, c.proposed_by AS "proposedBy"
     FROM member_category c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF c`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export async function updateDecision(
  tx: Tx,
  id: string,
  state: 'GRANTED' | 'REFUSED',
  decidedBy: string,
  now: Date,
): Promise<void> {
  await tx.query('UPDATE member_category SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1', [
    id,
    state,
    decidedBy,
    now,
  ]);
}

/** Ends a grant that still holds; false when there is none. */
export async function endGrant(tx: Tx, memberId: string, code: string): Promise<boolean> {
  const [, ended]: [unknown, number] = await tx.query(
    `UPDATE member_category SET state = 'ENDED' WHERE member_id = $1 AND code = $2 AND state = 'GRANTED'`,
    [memberId, code],
  );
  return ended > 0;
}
