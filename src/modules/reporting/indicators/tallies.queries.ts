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

/**
 * How many members in good standing each of these subtrees has, exact at this moment: what is folded and what waits to be, in one
 * statement. One without any is absent. Whoever asks has limited the unions to what the caller may see.
 */
export async function countMembersBelow(db: Db, orgIds: readonly string[]): Promise<Map<string, number>> {
  const rows: { id: string; count: number }[] = await db.query(
    `WITH counted AS (
       SELECT org_id, sum(members)::bigint AS members
       FROM (SELECT org_id, members FROM org_headcount UNION ALL SELECT org_id, members FROM tally_change) AS each GROUP BY org_id
     )
     SELECT top.id, sum(c.members)::int AS count FROM union_org top JOIN union_org o ON o.path ^@ top.path JOIN counted c ON c.org_id = o.id
     WHERE top.id = ANY($1) GROUP BY top.id HAVING sum(c.members) > 0`,
    [orgIds],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
