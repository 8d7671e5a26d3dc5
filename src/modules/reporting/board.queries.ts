import type { Db } from '../../platform/database/database.js';
import { scopeLike } from '../../shared/org-path.js';
import type { Board } from './reporting.schemas.js';

const DAYS_MAX = 400;

/** What a campaign has spent so far; null when it is not the officer's to see. A campaign never published has spent nothing. */
export async function findCampaignTotals(
  db: Db,
  scope: readonly string[],
  campaignId: string,
): Promise<Pick<Board, 'spentFen' | 'totalFen' | 'uses'> | null> {
  const rows: Pick<Board, 'spentFen' | 'totalFen' | 'uses'>[] = await db.query(
    `SELECT coalesce(r.spent_fen, 0)::bigint AS "spentFen", coalesce(r.total_fen, 0)::bigint AS "totalFen", coalesce(r.uses, 0)::bigint AS uses
     FROM campaign c JOIN union_org o ON o.id = c.owner_org_id LEFT JOIN campaign_runtime r ON r.campaign_id = c.id
     WHERE c.id = $1 AND o.path LIKE ANY($2)`,
    [campaignId, scopeLike(scope)],
  );
  return rows[0] ?? null;
}

/** Figures by day, oldest first, the last 400 days that have any. */
export async function daysOfCampaign(db: Db, campaignId: string): Promise<Board['byDay']> {
  return db.query(
    `SELECT * FROM (
       SELECT day_on::text AS "dayOn", sum(uses)::bigint AS uses, sum(reversals)::bigint AS reversals, sum(discount_fen)::bigint AS "discountFen"
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
