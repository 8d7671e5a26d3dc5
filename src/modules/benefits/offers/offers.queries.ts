import type { Db } from '../../../platform/database/database.js';
import type { CampaignDefinition, CampaignWhere } from '../campaigns/campaign.schemas.js';
import type { Held } from '../campaigns/mechanism.rules.js';
import type { CounterState } from '../campaigns/limits.rules.js';
import type { BenefitPlace } from './offer.schemas.js';

export interface RunningRow {
  readonly campaignId: string;
  readonly version: number;
  readonly definition: CampaignDefinition;
  readonly claims: number;
}

/** Versions that run at an instant, and packs that are claimed before they can be used; those that end first come first. */
export async function listRunning(db: Db, now: Date): Promise<RunningRow[]> {
  return db.query(
    `SELECT r.campaign_id AS "campaignId", r.version, v.definition, r.claims
     FROM campaign_runtime r JOIN campaign_version v USING (campaign_id, version)
     WHERE r.state = 'PUBLISHED' AND r.ends_at > $1 AND (r.starts_at <= $1 OR v.definition -> 'mechanism' ->> 'type' = 'VOUCHER_PACK')
     ORDER BY r.ends_at, r.campaign_id`,
    [now],
  );
}

/** When the person's current card was issued (Unix milliseconds), or null without one. */
export async function findCardIssuedAt(db: Db, memberId: string): Promise<number | null> {
  const rows: { issued_at: Date | null }[] = await db.query(
    `SELECT issued_at FROM card WHERE member_id = $1 AND state = 'ACTIVE'`,
    [memberId],
  );
  return rows[0]?.issued_at?.getTime() ?? null;
}

/** What limits have counted; a key without a row is absent. */
export async function listCounters(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, CounterState>> {
  const rows: { key: string; times: number; amountFen: number }[] = await db.query(
    'SELECT key, times, amount_fen AS "amountFen" FROM limit_counter WHERE key = ANY($1)',
    [keys],
  );
  return new Map(rows.map(({ key, times, amountFen }) => [key, { times, amountFen }]));
}

/** What a person holds, by campaign, whatever became of it. */
export async function listHeld(db: Db, memberId: string): Promise<ReadonlyMap<string, Held>> {
  const rows: (Held & { campaignId: string })[] = await db.query(
    `SELECT campaign_id AS "campaignId", units, fen FROM holding WHERE member_id = $1 AND state <> 'EXPIRED'`,
    [memberId],
  );
  return new Map(rows.map(({ campaignId, units, fen }) => [campaignId, { units, fen }]));
}

export interface PlacesOf {
  readonly campaignId: string;
  readonly where: CampaignWhere;
}

/** Open stores of each campaign, those in the person's own park first, `limit` at most for each; one statement for all. */
export async function listPlaces(
  db: Db,
  wanted: readonly PlacesOf[],
  parkCode: string | null,
  limit: number,
): Promise<ReadonlyMap<string, BenefitPlace[]>> {
  if (wanted.length === 0) return new Map();
  const rows: (BenefitPlace & { campaignId: string })[] = await db.query(
    `SELECT w."campaignId", place.* FROM jsonb_to_recordset($1::jsonb)
       AS w ("campaignId" text, merchants text[], stores text[], "merchantCategories" text[])
     CROSS JOIN LATERAL (
       SELECT s.id AS "storeId", s.name AS "storeName", m.name AS "merchantName", s.address, s.park_code AS "parkCode",
         s.opening_hours AS "openingHours"
       FROM store s JOIN merchant m ON m.id = s.merchant_id
       WHERE s.state = 'OPEN' AND m.state = 'ACTIVE'
         AND (s.id = ANY(w.stores) OR m.id = ANY(w.merchants) OR m.category = ANY(w."merchantCategories"))
       ORDER BY s.park_code IS NOT DISTINCT FROM $2::text DESC, m.name, s.name, s.id LIMIT $3) AS place`,
    [JSON.stringify(wanted.map(({ campaignId, where }) => ({ campaignId, ...where }))), parkCode, limit],
  );
  const places = new Map<string, BenefitPlace[]>();
  for (const { campaignId, ...place } of rows) {
    const known = places.get(campaignId);
    if (known) known.push(place);
    else places.set(campaignId, [place]);
  }
  return places;
}
