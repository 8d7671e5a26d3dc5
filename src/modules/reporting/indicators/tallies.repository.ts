import type { Db, Tx } from '../../../platform/database/database.js';
import type { OrgHour, OrgUse } from './org-uses.rules.js';
import { DIFFERENCES, NO_ENTERPRISE, screenTallies } from './tally-sql.js';

/** Whoever folds or corrects holds it; any number not used elsewhere. */
const TALLY_LOCK = 7_204_407;

const SCREEN_COLUMNS =
  'org_id, industry, enterprises, enterprises_with_union, workers, members, cards, active_cards, used_cards';

/** False when another process folds at this moment. */
export async function tryLockTallies(tx: Tx): Promise<boolean> {
  const [row]: [{ locked: boolean }] = await tx.query(`SELECT pg_try_advisory_xact_lock($1) AS locked`, [TALLY_LOCK]);
  return row.locked;
}

export async function lockTallies(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [TALLY_LOCK]);
}

export interface Folded {
  readonly changes: number;
  /** Unions with a difference, and employers of whom the census says something new. */
  readonly orgIds: readonly string[];
  readonly enterpriseIds: readonly string[];
}

/**
 * Takes the oldest differences out of the queue and adds them to the tallies, in one statement: both or neither. A later number is
 * never committed before an earlier one that it builds on, so any beginning of the queue is a state that was.
 */
export async function foldChanges(tx: Tx, changesMax: number): Promise<Folded> {
  const [row]: [Folded] = await tx.query(
    `WITH gone AS (
       DELETE FROM tally_change WHERE id IN (SELECT id FROM tally_change ORDER BY id LIMIT $1)
       RETURNING org_id, coalesce(enterprise_id, '${NO_ENTERPRISE}') AS enterprise_id, used_on, members, cards, active_cards, used_cards
     ), heads AS (
       INSERT INTO org_headcount AS h (org_id, enterprise_id, members, cards, active_cards)
       SELECT org_id, enterprise_id, sum(members), sum(cards), sum(active_cards) FROM gone
       GROUP BY 1, 2 HAVING sum(members) <> 0 OR sum(cards) <> 0 OR sum(active_cards) <> 0 ORDER BY 1, 2
       ON CONFLICT (org_id, enterprise_id) DO UPDATE SET members = h.members + excluded.members, cards = h.cards + excluded.cards,
         active_cards = h.active_cards + excluded.active_cards
     ), days AS (
       INSERT INTO org_use_day AS d (org_id, enterprise_id, used_on, cards)
       SELECT org_id, enterprise_id, used_on, sum(used_cards) FROM gone WHERE used_on IS NOT NULL
       GROUP BY 1, 2, 3 HAVING sum(used_cards) <> 0 ORDER BY 1, 2, 3
       ON CONFLICT (org_id, enterprise_id, used_on) DO UPDATE SET cards = d.cards + excluded.cards
     )
     SELECT count(*)::int AS changes, coalesce(array_agg(DISTINCT org_id), '{}') AS "orgIds",
       coalesce(array_agg(DISTINCT enterprise_id::text) FILTER (WHERE members = 0 AND cards = 0 AND active_cards = 0 AND used_cards = 0), '{}')
         AS "enterpriseIds"
     FROM gone`,
    [changesMax],
  );
  return row;
}

/** Unions with people of these employers: what is counted of them stands under the employer's trade. */
export async function unionsWith(tx: Tx, enterpriseIds: readonly string[]): Promise<string[]> {
  if (enterpriseIds.length === 0) return [];
  const rows: { id: string }[] = await tx.query(
    'SELECT DISTINCT org_id AS id FROM org_headcount WHERE enterprise_id = ANY($1::uuid[])',
    [enterpriseIds],
  );
  return rows.map(({ id }) => id);
}

/** Writes anew what the screens say of these unions, or of all. `unusedOn` is the last day that no longer counts as used. */
export async function rewriteScreens(tx: Tx, orgIds: readonly string[] | null, unusedOn: string): Promise<void> {
  await tx.query(
    `DELETE FROM org_headcount WHERE members = 0 AND cards = 0 AND active_cards = 0 AND ($1::text[] IS NULL OR org_id = ANY($1))`,
    [orgIds],
  );
  await tx.query('DELETE FROM org_use_day WHERE cards = 0 AND ($1::text[] IS NULL OR org_id = ANY($1))', [orgIds]);
  if (orgIds === null) {
    await tx.query('DELETE FROM org_tally');
    await tx.query(`INSERT INTO org_tally (${SCREEN_COLUMNS}) ${screenTallies(() => 'true')}`, [unusedOn]);
    return;
  }
  await tx.query('DELETE FROM org_tally WHERE org_id = ANY($1)', [orgIds]);
  await tx.query(`INSERT INTO org_tally (${SCREEN_COLUMNS}) ${screenTallies((id) => `${id} = ANY($2)`)}`, [
    unusedOn,
    orgIds,
  ]);
}

/** The day the 90 days of the screens end with; null before the first time. */
export async function findCountedOn(tx: Tx): Promise<string | null> {
  const [row]: [{ countedOn: string | null }] = await tx.query(
    'SELECT counted_on::text AS "countedOn" FROM tally_state',
  );
  return row.countedOn;
}

export async function noteFolded(tx: Tx, at: Date, countedOn: string): Promise<void> {
  await tx.query('UPDATE tally_state SET folded_at = $1, counted_on = $2', [at, countedOn]);
}

export interface Difference {
  readonly what: 'members' | 'cards' | 'activeCards' | 'usedCards' | 'screens';
  readonly found: number;
}

/** How many unions and employers the tallies are wrong about, by what they are wrong in; empty when they equal a recount. */
export async function findDifferences(db: Db, unusedOn: string): Promise<Difference[]> {
  const [fine]: [Record<string, number>] = await db.query(
    `SELECT count(*) FILTER (WHERE members <> 0)::int AS members, count(*) FILTER (WHERE cards <> 0)::int AS cards,
       count(*) FILTER (WHERE active_cards <> 0)::int AS "activeCards", count(*) FILTER (WHERE used_cards <> 0)::int AS "usedCards"
     FROM (${DIFFERENCES}) AS differing`,
  );
  // A union with something still waiting is written anew anyway.
  const [screens]: [{ screens: number }] = await db.query(
    `WITH settled AS (SELECT id FROM union_org WHERE id NOT IN (SELECT org_id FROM tally_change)),
       said AS (SELECT ${SCREEN_COLUMNS} FROM org_tally WHERE org_id IN (SELECT id FROM settled)),
       right_ones AS (${screenTallies((id) => `${id} IN (SELECT id FROM settled)`)})
     SELECT count(*)::int AS screens FROM ((TABLE said EXCEPT TABLE right_ones) UNION ALL (TABLE right_ones EXCEPT TABLE said)) AS differing`,
    [unusedOn],
  );
  return Object.entries({ ...fine, ...screens })
    .filter(([, found]) => found > 0)
    .map(([what, found]) => ({ what: what as Difference['what'], found }));
}

/** Puts the true differences into the queue, so that folding makes the tallies right while everybody goes on writing. */
export async function correct(tx: Tx): Promise<void> {
  await tx.query(
    `INSERT INTO tally_change (org_id, enterprise_id, used_on, members, cards, active_cards, used_cards) ${DIFFERENCES}`,
  );
}

/** Notes the last day these redemptions' cards were used, later days only; answers nothing of redemptions without a card. */
export async function noteUses(tx: Tx, redemptionIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO card_last_use AS u (card_id, used_on)
     SELECT r.card_id, max((r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date) FROM unnest($1::uuid[]) AS asked (id)
     CROSS JOIN LATERAL (SELECT card_id, occurred_at FROM redemption WHERE id = asked.id LIMIT 1) r
     WHERE r.card_id IS NOT NULL GROUP BY 1 ORDER BY 1
     ON CONFLICT (card_id) DO UPDATE SET used_on = excluded.used_on WHERE excluded.used_on > u.used_on`,
    [redemptionIds],
  );
}

/** Adds to what the holders of unions used by day, in the order given. */
export async function addOrgDays(tx: Tx, uses: readonly OrgUse[]): Promise<void> {
  await tx.query(
    `INSERT INTO org_day AS d (org_id, day_on, redemptions, discount_fen)
     SELECT "orgId", "dayOn", redemptions, "discountFen"
     FROM jsonb_to_recordset($1::jsonb) AS r ("orgId" text, "dayOn" date, redemptions bigint, "discountFen" bigint)
     ON CONFLICT (day_on, org_id) DO UPDATE SET redemptions = d.redemptions + excluded.redemptions,
       discount_fen = d.discount_fen + excluded.discount_fen`,
    [JSON.stringify(uses)],
  );
}

/** Adds to when the holders of unions redeemed, in the order given. */
export async function addOrgHours(tx: Tx, hours: readonly OrgHour[]): Promise<void> {
  await tx.query(
    `INSERT INTO org_hour AS h (org_id, day_on, hour, redemptions)
     SELECT "orgId", "dayOn", hour, redemptions
     FROM jsonb_to_recordset($1::jsonb) AS r ("orgId" text, "dayOn" date, hour smallint, redemptions bigint)
     ON CONFLICT (day_on, org_id, hour) DO UPDATE SET redemptions = h.redemptions + excluded.redemptions`,
    [JSON.stringify(hours)],
  );
}

/** Hours are looked at while they are fresh; days stay. */
export async function forgetHours(tx: Tx, beforeOn: string): Promise<void> {
  await tx.query('DELETE FROM org_hour WHERE day_on < $1', [beforeOn]);
}

/** Unions of the holders of redemptions, as they were then. */
export async function unionsOfRedemptions(tx: Tx, redemptionIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; path: string }[] = await tx.query(
    `SELECT asked.id, r.org_path AS path FROM unnest($1::uuid[]) AS asked (id)
     CROSS JOIN LATERAL (SELECT org_path FROM redemption WHERE id = asked.id LIMIT 1) r WHERE r.org_path IS NOT NULL`,
    [redemptionIds],
  );
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/** Finds again the last uses of the days that still count, as when facts were lost on the way. */
export async function recoverUses(tx: Tx, since: Date): Promise<void> {
  await tx.query(
    `INSERT INTO card_last_use AS u (card_id, used_on)
     SELECT card_id, max((occurred_at AT TIME ZONE 'Asia/Shanghai')::date) FROM redemption
     WHERE occurred_at >= $1 AND state <> 'DECLINED' AND card_id IS NOT NULL GROUP BY 1 ORDER BY 1
     ON CONFLICT (card_id) DO UPDATE SET used_on = excluded.used_on WHERE excluded.used_on > u.used_on`,
    [since],
  );
}
