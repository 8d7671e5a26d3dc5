import type { Db } from '../../../platform/database/database.js';

/** Notices of a code that stand. */
export async function listDifferenceNotices(db: Db, code: string): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM alert WHERE code = $1 AND severity = 'NOTICE' AND state <> 'SETTLED'`,
    [code],
  );
  return rows.map(({ id }) => id);
}

/** Everything committed before this instant is in the figures; null before the first time. */
export async function findFoldedAt(db: Db): Promise<Date | null> {
  const [row]: [{ foldedAt: Date | null }] = await db.query('SELECT folded_at AS "foldedAt" FROM tally_state');
  return row.foldedAt;
}
