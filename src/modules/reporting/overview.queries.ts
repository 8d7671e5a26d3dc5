import type { Db } from '../../platform/database/database.js';
import { scopeLike } from '../../shared/org-path.js';
import type { ParkCounts } from './indicators.rules.js';

/** Counts of one park; `parkCode` null is what belongs to no park. */
export interface ParkRow extends ParkCounts {
  readonly parkCode: string | null;
  readonly name: string | null;
  readonly tier: 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL' | null;
}

/**
 * Census, members and cards by park, of what lies in the scope. An enterprise without a union belongs to its park's union. Each table
 * is counted once and then joined by park: joining first would multiply the counts.
 */
export async function countByPark(db: Db, scope: readonly string[]): Promise<ParkRow[]> {
  return db.query(
    `WITH org AS (
       SELECT id, park_code FROM union_org WHERE path LIKE ANY($1)
     ), census AS (
       SELECT e.park_code, count(*)::int AS enterprises, count(e.union_org_id)::int AS with_union, sum(e.workers)::int AS workers
       FROM enterprise e JOIN park p ON p.code = e.park_code
       WHERE e.eligible AND EXISTS (SELECT 1 FROM org WHERE org.id = coalesce(e.union_org_id, p.org_id))
       GROUP BY e.park_code
     ), members AS (
       SELECT org.park_code, sum(counted.n)::int AS n
       FROM (SELECT org_id, count(*) AS n FROM member WHERE membership <> 'WITHDRAWN' GROUP BY org_id) counted
       JOIN org ON org.id = counted.org_id GROUP BY org.park_code
     ), cards AS (
       SELECT org.park_code, count(*)::int AS n
       FROM card c JOIN member m ON m.id = c.member_id JOIN org ON org.id = m.org_id
       WHERE c.state NOT IN ('CANCELLED', 'REPLACED') GROUP BY org.park_code
     ), codes AS (
       SELECT park_code FROM census UNION SELECT park_code FROM members UNION SELECT park_code FROM cards
     )
     SELECT codes.park_code AS "parkCode", p.name, p.tier,
       coalesce(census.enterprises, 0) AS enterprises, coalesce(census.with_union, 0) AS "enterprisesWithUnion",
       coalesce(census.workers, 0) AS workers, coalesce(members.n, 0) AS members, coalesce(cards.n, 0) AS cards
     FROM codes LEFT JOIN park p ON p.code = codes.park_code
     LEFT JOIN census ON census.park_code IS NOT DISTINCT FROM codes.park_code
     LEFT JOIN members ON members.park_code IS NOT DISTINCT FROM codes.park_code
     LEFT JOIN cards ON cards.park_code IS NOT DISTINCT FROM codes.park_code
     ORDER BY codes.park_code NULLS LAST`,
    [scopeLike(scope)],
  );
}

/** Redemptions that stand, since an instant, of holders in the scope. */
export async function countRedemptionsSince(
  db: Db,
  scope: readonly string[],
  since: Date,
): Promise<{ redemptions: number; discountFen: number }> {
  const [row]: [{ redemptions: number; discountFen: number }] = await db.query(
    `SELECT count(*)::int AS redemptions, coalesce(sum(r.discount_fen), 0)::bigint AS "discountFen"
     FROM redemption r JOIN union_org o ON o.id = org_of_path(r.org_path)
     WHERE r.occurred_at >= $2 AND r.state IN ('REDEEMED', 'PARTIALLY_REVERSED', 'SETTLED') AND o.path LIKE ANY($1)`,
    [scopeLike(scope), since],
  );
  return row;
}
