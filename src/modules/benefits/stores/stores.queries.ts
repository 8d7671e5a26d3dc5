import type { Db } from '../../../platform/database/database.js';
import type { StoreFacts } from '../campaigns/campaign.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import type { WorkerStore } from './store.schemas.js';

const STORE = `s.id AS "storeId", s.name AS "storeName", m.name AS "merchantName", s.address, s.park_code AS "parkCode",
  p.name AS "parkName", s.opening_hours AS "openingHours"`;
const FROM = 'store s JOIN merchant m ON m.id = s.merchant_id LEFT JOIN park p ON p.code = s.park_code';
const SERVING = `s.state = 'OPEN' AND m.state = 'ACTIVE'`;

/** Serving stores whose name, merchant, address or park holds the words, those of the park first. */
export async function listStores(
  db: Db,
  words: string,
  parkCode: string | null,
  limit: number,
): Promise<WorkerStore[]> {
  return db.query(
    `SELECT ${STORE} FROM ${FROM}
     WHERE ${SERVING} AND ($1 = '' OR position(lower($1) IN lower(concat_ws(' ', s.name, m.name, s.address, p.name))) > 0)
     ORDER BY s.park_code IS NOT DISTINCT FROM $2::text DESC, m.name, s.name, s.id LIMIT $3`,
    [words, parkCode, limit],
  );
}

export interface FoundStore {
  readonly view: WorkerStore;
  readonly facts: StoreFacts;
}

export async function findStore(db: Db, storeId: string): Promise<FoundStore | null> {
  const rows: (WorkerStore & { merchantId: string; merchantCategory: string })[] = await db.query(
    `SELECT ${STORE}, m.id AS "merchantId", m.category AS "merchantCategory" FROM ${FROM} WHERE s.id = $1 AND ${SERVING}`,
    [storeId],
  );
  const [row] = rows;
  if (!row) return null;
  const { merchantId, merchantCategory, ...view } = row;
  return { view, facts: { id: view.storeId, merchantId, merchantCategory } };
}

/** The person's card that is not replaced or cancelled; there is one at most. */
export async function findOpenCard(
  db: Db,
  memberId: string,
): Promise<{ readonly state: string; readonly issuedAtMs: number | null } | null> {
  const rows: { state: string; issued_at: Date | null }[] = await db.query(
    `SELECT state, issued_at FROM card WHERE member_id = $1 AND state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED')`,
    [memberId],
  );
  const [row] = rows;
  return row ? { state: row.state, issuedAtMs: row.issued_at?.getTime() ?? null } : null;
}

/** A campaign whose end has not come, with its figures of this moment. */
export interface OpenCampaign {
  readonly campaignId: string;
  readonly version: number;
  readonly definition: CampaignDefinition;
  readonly state: string;
  readonly claims: number;
  readonly totalFen: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly leasedFen: number;
}

/** Campaigns that run or are paused, and packs that are claimed before they can be used. */
export async function listOpenCampaigns(db: Db, now: Date): Promise<OpenCampaign[]> {
  return db.query(
    `SELECT r.campaign_id AS "campaignId", r.version, v.definition, r.state, r.claims, r.total_fen AS "totalFen",
       r.spent_fen AS "spentFen", r.held_fen AS "heldFen", r.leased_fen AS "leasedFen"
     FROM campaign_runtime r JOIN campaign_version v USING (campaign_id, version)
     WHERE r.state IN ('PUBLISHED', 'PAUSED') AND r.ends_at > $1
       AND (r.starts_at <= $1 OR v.definition -> 'mechanism' ->> 'type' = 'VOUCHER_PACK')
     ORDER BY r.campaign_id`,
    [now],
  );
}
