import type { Db, Tx } from '../../../platform/database/database.js';
import { CARD_COUNTS, MEMBER_COUNTS, USED_DAYS } from './tally-sql.js';

/** First day of the month and of the one after it, local days. */
export interface MonthSpan {
  readonly monthOn: string;
  readonly endOn: string;
}

const COLUMNS = `month_on, org_id, industry, unions, standard_unions, enterprises, enterprises_with_union, workers, members, cards,
  active_cards, used_cards, made_at`;

/** Sums what lies in `own` up the tree and writes the month; `$1` month, `$2` when it is made. */
const writeMonth = (own: string): string => `
  WITH ${own}
  INSERT INTO indicator_month (${COLUMNS})
  SELECT $1::date, above.id, own.industry, sum(own.unions), sum(own.standard_unions), sum(own.enterprises),
    sum(own.enterprises_with_union), sum(own.workers), sum(own.members), sum(own.cards), sum(own.active_cards), sum(own.used_cards), $2
  FROM own JOIN union_org o ON o.id = own.org_id
  CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM o.path), '/')) AS above (id)
  GROUP BY 2, 3`;

/** Writes a month that has just ended from the tallies. */
export async function writeFromTallies(tx: Tx, { monthOn }: MonthSpan, madeAt: Date): Promise<void> {
  await forget(tx, monthOn);
  await tx.query(
    writeMonth(`own AS (
      SELECT id AS org_id, '' AS industry, 1 AS unions, standard::int AS standard_unions, 0 AS enterprises, 0 AS enterprises_with_union,
        0 AS workers, 0 AS members, 0 AS cards, 0 AS active_cards, 0 AS used_cards
      FROM union_org WHERE level = 'GRASSROOTS' AND dissolved_at IS NULL
      UNION ALL
      SELECT org_id, industry, 0, 0, enterprises, enterprises_with_union, workers, members, cards, active_cards, used_cards FROM org_tally)`),
    [monthOn, madeAt],
  );
}

/**
 * Counts a month afterwards from the rows: who had joined, which cards were out, which unions stood. Who has left or moved since is
 * counted where the rows have them now, and the census is today's: rows keep no more.
 */
export async function writeFromRows(tx: Tx, { monthOn, endOn }: MonthSpan, madeAt: Date): Promise<void> {
  await forget(tx, monthOn);
  await tx.query(
    writeMonth(`span AS (
      SELECT $3::date AS end_on, $3::date::timestamp AT TIME ZONE 'Asia/Shanghai' AS end_at,
        ($3::date - ${USED_DAYS})::timestamp AT TIME ZONE 'Asia/Shanghai' AS used_from
    ), held AS (
      SELECT c.id, m.org_id, m.enterprise_id, c.activated_at < end_at AND (c.state = 'ACTIVE' OR c.updated_at >= end_at) AS active
      FROM span CROSS JOIN card c JOIN member m ON m.id = c.member_id
      WHERE c.issued_at < end_at AND (c.${CARD_COUNTS} OR c.updated_at >= end_at)
    ), used AS (
      SELECT DISTINCT r.card_id FROM span CROSS JOIN redemption r
      WHERE r.occurred_at >= used_from AND r.occurred_at < end_at AND r.state <> 'DECLINED'
    ), known AS (
      SELECT CASE WHEN EXISTS (SELECT 1 FROM used) THEN 0 END AS zero
    ), own AS (
      SELECT o.id AS org_id, '' AS industry, 1 AS unions, coalesce((
          SELECT a.standard FROM standard_assessment a WHERE a.org_id = o.id AND a.assessed_on < end_on
          ORDER BY a.assessed_on DESC, a.id DESC LIMIT 1), false)::int AS standard_unions,
        0 AS enterprises, 0 AS enterprises_with_union, 0 AS workers, 0 AS members, 0 AS cards, 0 AS active_cards, known.zero AS used_cards
      FROM span CROSS JOIN known CROSS JOIN union_org o WHERE o.level = 'GRASSROOTS' AND o.created_at < end_at
        AND (o.dissolved_at IS NULL OR o.dissolved_at >= end_at)
      UNION ALL
      SELECT m.org_id, coalesce(e.industry, ''), 0, 0, 0, 0, 0, count(*), 0, 0, known.zero
      FROM span CROSS JOIN known CROSS JOIN member m LEFT JOIN enterprise e ON e.id = m.enterprise_id
      WHERE m.${MEMBER_COUNTS} AND coalesce(m.joined_on, (m.created_at AT TIME ZONE 'Asia/Shanghai')::date) < end_on GROUP BY 1, 2, known.zero
      UNION ALL
      SELECT h.org_id, coalesce(e.industry, ''), 0, 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE h.active),
        known.zero + count(u.card_id) FILTER (WHERE h.active)
      FROM known CROSS JOIN held h LEFT JOIN used u ON u.card_id = h.id LEFT JOIN enterprise e ON e.id = h.enterprise_id GROUP BY 1, 2, known.zero
      UNION ALL
      SELECT coalesce(e.union_org_id, p.org_id), coalesce(e.industry, ''), 0, 0, count(*), count(*) FILTER (WHERE o.created_at < end_at),
        sum(e.workers), 0, 0, 0, known.zero
      FROM span CROSS JOIN known CROSS JOIN enterprise e JOIN park p ON p.code = e.park_code LEFT JOIN union_org o ON o.id = e.union_org_id
      WHERE e.eligible GROUP BY 1, 2, known.zero)`),
    [monthOn, madeAt, endOn],
  );
}

// A statement of its own: one that deletes and inserts the same keys meets itself.
async function forget(tx: Tx, monthOn: string): Promise<void> {
  await tx.query('DELETE FROM indicator_month WHERE month_on = $1', [monthOn]);
}

export async function isMonthKept(db: Db, monthOn: string): Promise<boolean> {
  const rows: unknown[] = await db.query('SELECT 1 FROM indicator_month WHERE month_on = $1 LIMIT 1', [monthOn]);
  return rows.length > 0;
}
