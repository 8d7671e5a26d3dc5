import type { Db } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { Dimension } from './indicator.schemas.js';
import type { Counts } from './indicators.rules.js';

/** Counts of one part; `key` null is what belongs to none. */
export interface PartCounts extends Counts {
  readonly key: string | null;
  readonly name: string | null;
}

/** Of what a part is asked; null asks for all. */
export interface PartFilter {
  readonly parkCode?: string | undefined;
  readonly districtCode?: string | undefined;
  readonly industry?: string | undefined;
  readonly q?: string | undefined;
}

/** What a row is, and what names it: joined, since a sub-select a row would ask the policy of its table about all rows each time. */
const PARTS: Readonly<Record<Exclude<Dimension, 'INDUSTRY'>, { readonly key: string; readonly named: string }>> = {
  PARK: { key: 'org.park_code', named: 'park named ON named.code = key' },
  DISTRICT: { key: 'org.district_code', named: 'district named ON named.code = key' },
  UNION: { key: 'org.id', named: 'org named ON named.id = key' },
};

/** Unions of the scope with where they lie: a union without a district of its own lies in its park's. */
const ORG = `org AS (
  SELECT o.id, o.name, o.level, o.park_code, coalesce(o.district_code, p.district_code) AS district_code, o.standard, o.dissolved_at
  FROM union_org o LEFT JOIN park p ON p.code = o.park_code
  WHERE o.path LIKE ANY($1) AND ($2::text IS NULL OR o.park_code = $2)
    AND ($3::text IS NULL OR coalesce(o.district_code, p.district_code) = $3) AND ($5::text IS NULL OR strpos(o.name, $5) > 0)
)`;

// Of one union and trade a count fits four bytes, and sums of those are far cheaper than of eight.
const SUMS = `sum(t.workers::int) AS workers, sum(t.members::int) AS members, sum(t.cards::int) AS cards,
  sum(t.active_cards::int) AS "activeCards", sum(t.used_cards::int) AS "usedCards", sum(t.enterprises::int) AS enterprises,
  sum(t.enterprises_with_union::int) AS "enterprisesWithUnion"`;

/** Counts of every part of the scope, in the order of their keys; parts of nothing are left out, grassroots unions never. */
export async function countParts(
  db: Db,
  scope: readonly string[],
  by: Dimension,
  { parkCode, districtCode, industry, q }: PartFilter = {},
): Promise<PartCounts[]> {
  const values = [scopeLike(scope), parkCode ?? null, districtCode ?? null, industry ?? null, q ?? null];
  if (by === 'INDUSTRY')
    return db.query(
      `WITH ${ORG}
       SELECT nullif(t.industry, '') AS key, nullif(t.industry, '') AS name, ${SUMS}, NULL::bigint AS unions, NULL::bigint AS "standardUnions"
       FROM org JOIN org_tally t ON t.org_id = org.id WHERE $4::text IS NULL OR t.industry = $4
       GROUP BY t.industry ORDER BY t.industry = '', t.industry`,
      values,
    );
  const { key, named } = PARTS[by];
  return db.query(
    `WITH ${ORG}, counted AS (
       SELECT coalesce(${key}, '') AS key, ${SUMS} FROM org JOIN org_tally t ON t.org_id = org.id
       WHERE $4::text IS NULL OR t.industry = $4 GROUP BY 1
     ), standing AS (
       SELECT coalesce(${key}, '') AS key, count(*) AS unions, count(*) FILTER (WHERE org.standard) AS standard_unions FROM org
       WHERE org.level = 'GRASSROOTS' AND org.dissolved_at IS NULL AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM org_tally t WHERE t.org_id = org.id AND t.industry = $4))
       GROUP BY 1
     )
     SELECT nullif(key, '') AS key, named.name, coalesce(c.workers, 0) AS workers, coalesce(c.members, 0) AS members,
       coalesce(c.cards, 0) AS cards, coalesce(c."activeCards", 0) AS "activeCards", coalesce(c."usedCards", 0) AS "usedCards",
       coalesce(c.enterprises, 0) AS enterprises, coalesce(c."enterprisesWithUnion", 0) AS "enterprisesWithUnion",
       coalesce(s.unions, 0) AS unions, coalesce(s.standard_unions, 0) AS "standardUnions"
     FROM counted c FULL JOIN standing s USING (key) LEFT JOIN ${named}
     WHERE s.unions > 0 OR c.enterprises > 0 OR c.members > 0 OR c.cards > 0 ORDER BY key = '', key`,
    values,
  );
}

/** How high each park stands, by its code. */
export async function listTiers(
  db: Db,
): Promise<{ code: string; tier: 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL' | null }[]> {
  return db.query('SELECT code, tier FROM park');
}

/** What holders of the scope used on a day. */
export async function countUses(
  db: Db,
  scope: readonly string[],
  dayOn: string,
): Promise<{ redemptions: number; discountFen: number }> {
  const [row]: [{ redemptions: number; discountFen: number }] = await db.query(
    `SELECT coalesce(sum(d.redemptions), 0)::bigint AS redemptions, greatest(coalesce(sum(d.discount_fen), 0), 0)::bigint AS "discountFen"
     FROM org_day d JOIN union_org o ON o.id = d.org_id WHERE d.day_on = $2 AND o.path LIKE ANY($1)`,
    [scopeLike(scope), dayOn],
  );
  return row;
}

/** How many redemptions holders of the scope made in each hour of a day, from midnight on. */
export async function countHours(db: Db, scope: readonly string[], dayOn: string): Promise<number[]> {
  const rows: { hour: number; redemptions: number }[] = await db.query(
    `SELECT h.hour, sum(h.redemptions)::bigint AS redemptions FROM org_hour h JOIN union_org o ON o.id = h.org_id
     WHERE h.day_on = $2 AND o.path LIKE ANY($1) GROUP BY h.hour`,
    [scopeLike(scope), dayOn],
  );
  const made = new Map(rows.map(({ hour, redemptions }) => [hour, redemptions]));
  return Array.from({ length: 24 }, (_, hour) => made.get(hour) ?? 0);
}
