/** Who is a member and which card somebody has; the triggers of migration `indicators` count by the same two sentences. */
export const MEMBER_COUNTS = `membership IN ('ACTIVE', 'RETAINED')`;
export const CARD_COUNTS = `state IN ('ISSUED', 'ACTIVE', 'FROZEN', 'LOST')`;

/** In the place of an employer, for members who have none the census knows. */
export const NO_ENTERPRISE = '00000000-0000-0000-0000-000000000000';

/** A card counts as used for so many days, today among them. */
export const USED_DAYS = 90;

/**
 * What the rows say less what the tallies say with everything that still waits to be folded. One statement sees one instant, so
 * whatever is written meanwhile, a line here is a true difference.
 */
export const DIFFERENCES = `
  SELECT org_id, enterprise_id, used_on, sum(members)::bigint AS members, sum(cards)::bigint AS cards,
    sum(active_cards)::bigint AS active_cards, sum(used_cards)::bigint AS used_cards
  FROM (
    SELECT org_id, coalesce(enterprise_id, '${NO_ENTERPRISE}') AS enterprise_id, NULL::date AS used_on, count(*) AS members, 0 AS cards,
      0 AS active_cards, 0 AS used_cards
    FROM member WHERE ${MEMBER_COUNTS} GROUP BY 1, 2
    UNION ALL
    SELECT m.org_id, coalesce(m.enterprise_id, '${NO_ENTERPRISE}'), NULL, 0, count(*), count(*) FILTER (WHERE c.state = 'ACTIVE'), 0
    FROM card c JOIN member m ON m.id = c.member_id WHERE c.${CARD_COUNTS} GROUP BY 1, 2
    UNION ALL
    SELECT m.org_id, coalesce(m.enterprise_id, '${NO_ENTERPRISE}'), u.used_on, 0, 0, 0, count(*)
    FROM card_last_use u JOIN card c ON c.id = u.card_id AND c.state = 'ACTIVE' JOIN member m ON m.id = c.member_id GROUP BY 1, 2, 3
    UNION ALL SELECT org_id, enterprise_id, NULL, -members, -cards, -active_cards, 0 FROM org_headcount
    UNION ALL SELECT org_id, enterprise_id, used_on, 0, 0, 0, -cards FROM org_use_day
    UNION ALL
    SELECT org_id, coalesce(enterprise_id, '${NO_ENTERPRISE}'), NULL, -members, -cards, -active_cards, 0 FROM tally_change
    UNION ALL
    SELECT org_id, coalesce(enterprise_id, '${NO_ENTERPRISE}'), used_on, 0, 0, 0, -used_cards FROM tally_change WHERE used_on IS NOT NULL
  ) AS each GROUP BY 1, 2, 3
  HAVING sum(members) <> 0 OR sum(cards) <> 0 OR sum(active_cards) <> 0 OR sum(used_cards) <> 0`;

/** What the screens must say of the unions of `condition`, from the finer tallies and the census; `$1` is the last day that no longer counts as used. */
export const screenTallies = (condition: (orgId: string) => string): string => `
  SELECT org_id, industry, sum(enterprises)::bigint AS enterprises, sum(with_union)::bigint AS enterprises_with_union,
    sum(workers)::bigint AS workers, sum(members)::bigint AS members, sum(cards)::bigint AS cards,
    sum(active_cards)::bigint AS active_cards, sum(used_cards)::bigint AS used_cards
  FROM (
    SELECT h.org_id, coalesce(e.industry, '') AS industry, 0 AS enterprises, 0 AS with_union, 0 AS workers, h.members, h.cards,
      h.active_cards, 0 AS used_cards
    FROM org_headcount h LEFT JOIN enterprise e ON e.id = h.enterprise_id WHERE ${condition('h.org_id')}
    UNION ALL
    SELECT d.org_id, coalesce(e.industry, ''), 0, 0, 0, 0, 0, 0, d.cards
    FROM org_use_day d LEFT JOIN enterprise e ON e.id = d.enterprise_id WHERE d.used_on > $1::date AND ${condition('d.org_id')}
    UNION ALL
    SELECT e.union_org_id, coalesce(e.industry, ''), 1, 1, e.workers, 0, 0, 0, 0
    FROM enterprise e WHERE e.eligible AND e.union_org_id IS NOT NULL AND ${condition('e.union_org_id')}
    UNION ALL
    SELECT p.org_id, coalesce(e.industry, ''), 1, 0, e.workers, 0, 0, 0, 0
    FROM enterprise e JOIN park p ON p.code = e.park_code
    WHERE e.eligible AND e.union_org_id IS NULL AND ${condition('p.org_id')}
  ) AS each GROUP BY 1, 2`;
