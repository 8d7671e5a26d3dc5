import type { Db } from '../../../platform/database/database.js';

export interface PricedItem {
  readonly campaignId: string;
  readonly version: number;
  readonly item: string;
  readonly priceFen: number;
}

/** Fixed prices that run for everybody; one for a named group would tell a till that there is one. */
export async function listPricedItems(db: Db, now: Date): Promise<PricedItem[]> {
  return db.query(
    `SELECT r.campaign_id AS "campaignId", r.version, v.definition -> 'mechanism' ->> 'item' AS item,
       (v.definition -> 'mechanism' ->> 'priceFen')::int AS "priceFen"
     FROM campaign_runtime r JOIN campaign_version v USING (campaign_id, version)
     WHERE r.state = 'PUBLISHED' AND r.starts_at <= $1 AND r.ends_at > $1
       AND v.definition -> 'mechanism' ->> 'type' = 'FIXED_PRICE' AND v.definition ->> 'kind' = 'UNIVERSAL'
     ORDER BY item, "priceFen", r.campaign_id`,
    [now],
  );
}
