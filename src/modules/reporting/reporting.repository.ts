import type { Tx } from '../../platform/database/database.js';
import type { CampaignHour, CampaignStore } from './campaign-hours.rules.js';

/** Adds hours to the statistics, in the order given. */
export async function addHours(tx: Tx, hours: readonly CampaignHour[]): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_day AS d (campaign_id, day_on, hour, uses, reversals, discount_fen, union_fen)
     SELECT "campaignId", "dayOn", hour, uses, reversals, "discountFen", "unionFen"
     FROM jsonb_to_recordset($1::jsonb) AS r (
       "campaignId" text, "dayOn" date, hour smallint, uses bigint, reversals bigint, "discountFen" bigint, "unionFen" bigint)
     ON CONFLICT (campaign_id, day_on, hour) DO UPDATE SET uses = d.uses + excluded.uses, reversals = d.reversals + excluded.reversals,
       discount_fen = d.discount_fen + excluded.discount_fen, union_fen = d.union_fen + excluded.union_fen`,
    [JSON.stringify(hours)],
  );
}

/** Adds uses to the parks of their stores. */
export async function addParks(tx: Tx, stores: readonly CampaignStore[]): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_park AS p (campaign_id, park_code, uses)
     SELECT "campaignId", coalesce(s.park_code, ''), sum(uses) FROM jsonb_to_recordset($1::jsonb) AS r ("campaignId" text, "storeId" text, uses bigint)
     LEFT JOIN store s ON s.id = r."storeId" GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (campaign_id, park_code) DO UPDATE SET uses = p.uses + excluded.uses`,
    [JSON.stringify(stores)],
  );
}
