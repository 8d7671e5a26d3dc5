import type { Db } from '../../../platform/database/database.js';
import { toWireTime } from '../../../shared/time.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import type { WalletItem } from './claim.schemas.js';

const ITEMS_MAX = 200;

interface WalletRow {
  campaignId: string;
  state: 'LIVE' | 'EXPIRED' | 'REVOKED';
  units: number;
  givenUnits: number;
  fen: number;
  givenFen: number;
  givenAt: Date;
  liveState: string;
  endsAt: Date;
  definition: CampaignDefinition;
}

/** What a member was given and has left, the latest first. */
export async function listWallet(db: Db, memberId: string, now: Date): Promise<WalletItem[]> {
  const rows: WalletRow[] = await db.query(
    `SELECT h.campaign_id AS "campaignId", h.state, h.units, h.given_units AS "givenUnits", h.fen, h.given_fen AS "givenFen",
       h.given_at AS "givenAt", r.state AS "liveState", r.ends_at AS "endsAt", v.definition
     FROM holding h JOIN campaign_runtime r USING (campaign_id)
     JOIN campaign_version v ON v.campaign_id = r.campaign_id AND v.version = r.version
     WHERE h.member_id = $1 AND r.state <> 'GRANTING' AND h.given_units + h.given_fen > 0
     ORDER BY h.given_at DESC, h.campaign_id LIMIT $2`,
    [memberId, ITEMS_MAX],
  );
  return rows.map((row) => itemOf(row, now));
}

function itemOf({ definition, ...row }: WalletRow, now: Date): WalletItem {
  const { mechanism, label, when } = definition;
  return {
    campaignId: row.campaignId,
    label,
    kind: 'tiers' in mechanism ? 'BALANCE' : mechanism.type === 'SERVICE' ? 'SERVICE' : 'VOUCHER',
    state: stateOf(row, now),
    units: row.units,
    givenUnits: row.givenUnits,
    fen: row.fen,
    givenFen: row.givenFen,
    ...('voucher' in mechanism ? { voucher: mechanism.voucher } : {}),
    ...('service' in mechanism ? { service: mechanism.service } : {}),
    from: when.from,
    to: when.to,
    givenAt: toWireTime(row.givenAt),
  };
}

function stateOf(
  { state, units, fen, liveState, endsAt }: Omit<WalletRow, 'definition'>,
  now: Date,
): WalletItem['state'] {
  if (state === 'REVOKED') return 'ENDED';
  if (units + fen === 0) return 'USED';
  if (state === 'EXPIRED' || liveState === 'ENDED' || endsAt <= now) return 'EXPIRED';
  return liveState === 'PAUSED' ? 'PAUSED' : 'HELD';
}
