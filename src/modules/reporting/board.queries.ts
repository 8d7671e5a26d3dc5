import type { Db } from '../../platform/database/database.js';
import { scopeLike } from '../../shared/org-path.js';
import type { Board } from './reporting.schemas.js';

const DAYS_MAX = 400;
const REFUSALS_READ_MAX = 20_000;
const REASONS_MAX = 6;

type CampaignTotals = Omit<Board, 'campaignId' | 'runsOutOn' | 'byDay' | 'byHour' | 'byPark' | 'refusals'> & {
  readonly endsAt: Date | null;
};

/** What a campaign has spent so far; null when it is not the officer's to see. A campaign never published has spent nothing. */
export async function findCampaignTotals(
  db: Db,
  scope: readonly string[],
  campaignId: string,
): Promise<CampaignTotals | null> {
  const rows: CampaignTotals[] = await db.query(
    `SELECT coalesce(r.state, c.state) AS state, r.ends_at AS "endsAt", coalesce(r.spent_fen, 0)::bigint AS "spentFen",
       coalesce(r.held_fen + r.leased_fen, 0)::bigint AS "heldFen", coalesce(r.promised_fen, 0)::bigint AS "promisedFen",
       coalesce(r.claims, 0)::bigint AS claimed, (v.definition -> 'mechanism' ->> 'claims')::bigint AS packs, coalesce(r.total_fen, 0)::bigint AS "totalFen", coalesce(r.uses, 0)::bigint AS uses
     FROM campaign c JOIN union_org o ON o.id = c.owner_org_id LEFT JOIN campaign_runtime r ON r.campaign_id = c.id
     LEFT JOIN campaign_version v ON v.campaign_id = c.id AND v.version = r.version
     WHERE c.id = $1 AND o.path LIKE ANY($2)`,
    [campaignId, scopeLike(scope)],
  );
  return rows[0] ?? null;
}

/** Figures by day, oldest first, the last 400 days that have any. */
export async function daysOfCampaign(db: Db, campaignId: string): Promise<Board['byDay']> {
  return db.query(
    `SELECT * FROM (
       SELECT day_on::text AS "dayOn", sum(uses)::bigint AS uses, sum(reversals)::bigint AS reversals, sum(discount_fen)::bigint AS "discountFen",
         sum(union_fen)::bigint AS "unionFen"
       FROM campaign_day WHERE campaign_id = $1 GROUP BY day_on ORDER BY day_on DESC LIMIT ${DAYS_MAX}) AS latest
     ORDER BY "dayOn"`,
    [campaignId],
  );
}

/** When in the day the campaign is used. */
export async function hoursOfCampaign(db: Db, campaignId: string): Promise<Board['byHour']> {
  return db.query(
    'SELECT hour, sum(uses)::bigint AS uses FROM campaign_day WHERE campaign_id = $1 GROUP BY hour ORDER BY hour',
    [campaignId],
  );
}

/** Where the campaign is used, most first. */
export async function parksOfCampaign(db: Db, campaignId: string): Promise<Board['byPark']> {
  return db.query(
    `SELECT nullif(c.park_code, '') AS "parkCode", p.name, c.uses FROM campaign_park c LEFT JOIN park p ON p.code = c.park_code
     WHERE c.campaign_id = $1 AND c.uses > 0 ORDER BY c.uses DESC, c.park_code`,
    [campaignId],
  );
}

/** Why tills that named it lately were refused, for officers alone; of a busy city only the latest refusals are read. */
export async function refusalsOfCampaign(db: Db, campaignId: string, since: Date): Promise<Board['refusals']> {
  return db.query(
    `SELECT reason, count(*)::int AS count FROM (
       SELECT reason, decision FROM redemption WHERE occurred_at >= $2 AND state = 'DECLINED' ORDER BY occurred_at DESC LIMIT ${REFUSALS_READ_MAX}) AS latest
     WHERE decision -> 'basket' ->> 'benefit' = $1 GROUP BY reason ORDER BY count DESC, reason LIMIT ${REASONS_MAX}`,
    [campaignId, since],
  );
}
