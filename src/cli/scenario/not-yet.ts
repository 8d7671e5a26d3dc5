import { ClaimsService } from '../../modules/benefits/index.js';
import type { Product } from './product.js';

/** What somebody has come to hold: vouchers and uses of services by number, balances in fen, by campaign. */
export interface Holdings {
  readonly vouchers: Readonly<Record<string, number>>;
  readonly grantFen: Readonly<Record<string, number>>;
}

/** Something the platform cannot do yet; told with the line that asks for it. */
export class NotYet extends Error {}

/** Claims a pack of vouchers for a member. */
export function claim(
  product: Product,
  memberId: string,
  campaignId: string,
): Promise<{ outcome: string; reason?: string }> {
  return product.get(ClaimsService).claim(memberId, campaignId);
}

/** What a member holds of each campaign named; nothing held is 0, and so is what ended unused. */
export async function holdingsOf(
  { database }: Product,
  memberId: string,
  campaignIds: readonly string[],
): Promise<Holdings> {
  const rows: { campaign: string; units: number; fen: number }[] = await database.db.query(
    `SELECT h.campaign_id AS campaign, h.units, h.fen FROM holding h JOIN campaign_runtime r USING (campaign_id)
     WHERE h.member_id = $1 AND h.state = 'LIVE' AND r.state <> 'ENDED'`,
    [memberId],
  );
  const held = new Map(rows.map((row) => [row.campaign, row]));
  return {
    vouchers: Object.fromEntries(campaignIds.map((id) => [id, held.get(id)?.units ?? 0])),
    grantFen: Object.fromEntries(campaignIds.map((id) => [id, held.get(id)?.fen ?? 0])),
  };
}

/** How many people claimed each campaign. */
export async function claimsOf({ database }: Product, campaignId: string): Promise<number> {
  const rows: { claims: number }[] = await database.db.query(
    'SELECT claims FROM campaign_runtime WHERE campaign_id = $1',
    [campaignId],
  );
  return rows[0]?.claims ?? 0;
}

/** Puts people on named lists, member ids by the name of the list. */
export function loadLists(_product: Product, lists: ReadonlyMap<string, readonly string[]>): Promise<void> {
  if (lists.size > 0) throw new NotYet('named lists are not available yet');
  return Promise.resolve();
}
