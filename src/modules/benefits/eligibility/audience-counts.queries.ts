import type { Db } from '../../../platform/database/database.js';
import type { AudienceGroup } from './audience.schemas.js';
import { AUDIENCE_FROM, audienceSql, meantMembersSql } from './audience-sql.js';
import type { AudienceCount } from './audience-views.schemas.js';

const TIMEOUT_MS = 5_000;

interface ParkRow {
  readonly code: string | null;
  readonly name: string | null;
  readonly members: number;
  readonly meant: number;
}

/**
 * How many members an audience means at an instant (Unix milliseconds) in the subtree of `ownerPath`, of how many, by park. One
 * pass over them; `db` is a transaction, since the time it may take is set for it alone.
 */
export async function countAudience(
  db: Db,
  audience: AudienceGroup,
  ownerPath: string,
  nowMs: number,
): Promise<AudienceCount> {
  // Compiling the plan to machine code costs more than it saves, and sets of ten thousands of members must fit into a hash table.
  await db.query(
    `SELECT set_config('statement_timeout', $1, true), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`,
    [String(TIMEOUT_MS)],
  );
  const below = meantMembersSql(null, ownerPath, nowMs);
  const meant = audienceSql(audience, nowMs, below.values.length + 1);
  // Judged in a part of its own: inside the aggregate the planner takes a condition for one asked once a park, and asks it anew
  // for each member instead of gathering those it holds for.
  const parks: ParkRow[] = await db.query(
    `WITH judged AS MATERIALIZED (
       SELECT coalesce(o.park_code, e.park_code) AS code, ${meant.text} AS holds FROM ${AUDIENCE_FROM} WHERE ${below.text}
     ), counted AS (
       SELECT code, count(*)::int AS members, count(*) FILTER (WHERE holds)::int AS meant FROM judged GROUP BY code
     )
     SELECT counted.*, park.name FROM counted LEFT JOIN park USING (code) ORDER BY counted.members DESC, code`,
    [...below.values, ...meant.values],
  );
  const sum = (read: (row: ParkRow) => number): number => parks.reduce((total, row) => total + read(row), 0);
  return {
    members: sum((row) => row.members),
    meant: sum((row) => row.meant),
    parks: parks.map((row) => ({
      parkCode: row.code,
      parkName: row.name,
      members: row.members,
      meant: row.meant,
    })),
  };
}
