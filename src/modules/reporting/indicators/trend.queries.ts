import type { Db } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { Counts } from './indicators.rules.js';

export interface MonthCounts extends Counts {
  readonly monthOn: string;
}

/** Which part of the scope a trend is of. */
export interface TrendPart {
  readonly orgId?: string | undefined;
  readonly parkCode?: string | undefined;
  readonly districtCode?: string | undefined;
  readonly industry?: string | undefined;
}

/**
 * The unions whose rows together are the part, none under another: the tops of the scope, a union, a park's union, or the topmost
 * unions of a district.
 */
export async function listTops(
  db: Db,
  scope: readonly string[],
  { orgId, parkCode, districtCode }: TrendPart,
): Promise<{ id: string; path: string }[]> {
  return db.query(
    `WITH inside AS (
       SELECT o.id, o.parent_id, o.path, o.park_code, coalesce(o.district_code, p.district_code) AS district_code
       FROM union_org o LEFT JOIN park p ON p.code = o.park_code WHERE o.path LIKE ANY($1)
     ), chosen AS (
       SELECT * FROM inside WHERE ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR park_code = $3) AND ($4::text IS NULL OR district_code = $4)
     )
     SELECT id, path FROM chosen WHERE NOT EXISTS (SELECT 1 FROM chosen above WHERE above.id = chosen.parent_id)`,
    [scopeLike(scope), orgId ?? null, parkCode ?? null, districtCode ?? null],
  );
}

/** How these unions stood with everything below them at the end of each month since a day, oldest first. */
export async function countMonths(
  db: Db,
  orgIds: readonly string[],
  sinceOn: string,
  industry: string | undefined,
): Promise<MonthCounts[]> {
  return db.query(
    `SELECT month_on::text AS "monthOn", sum(workers)::bigint AS workers, sum(members)::bigint AS members, sum(cards)::bigint AS cards,
       sum(active_cards)::bigint AS "activeCards", sum(used_cards)::bigint AS "usedCards", sum(enterprises)::bigint AS enterprises,
       sum(enterprises_with_union)::bigint AS "enterprisesWithUnion",
       CASE WHEN $3::text IS NULL THEN sum(unions)::bigint END AS unions,
       CASE WHEN $3::text IS NULL THEN sum(standard_unions)::bigint END AS "standardUnions"
     FROM indicator_month WHERE org_id = ANY($1) AND month_on >= $2 AND ($3::text IS NULL OR industry = $3)
     GROUP BY month_on ORDER BY month_on`,
    [orgIds, sinceOn, industry ?? null],
  );
}
