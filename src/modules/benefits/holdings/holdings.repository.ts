import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import { promisedFen } from '../campaigns/holding.rules.js';
import type { Held } from '../campaigns/mechanism.rules.js';

/** What returns to what a person holds of a campaign. */
export interface Revival {
  readonly campaign: Pick<CompiledCampaign, 'id' | 'mechanism' | 'funding'>;
  readonly memberId: string;
  readonly units: number;
  readonly fen: number;
}

/** What people hold. Each row is locked before counters and campaigns. */
@Injectable()
export class HoldingsRepository {
  /**
   * Gives back to a holding that still lives. Answers the UNION fen that are promised for it again, which the campaign's row must
   * take up or `unrevive` must undo; null when it lives no more.
   */
  async revive(tx: Tx, { campaign, memberId, units, fen }: Revival): Promise<number | null> {
    const [held]: Held[] = await tx.query(
      `SELECT units, fen FROM holding WHERE campaign_id = $1 AND member_id = $2 AND state = 'LIVE' FOR UPDATE`,
      [campaign.id, memberId],
    );
    if (!held) return null;
    const more =
      promisedFen(campaign, { units: held.units + units, fen: held.fen + fen }) - promisedFen(campaign, held);
    await add(tx, { campaign, memberId, units, fen }, more);
    return more;
  }

  /** Takes a revival back: nothing was promised for it. */
  async unrevive(tx: Tx, { campaign, memberId, units, fen }: Revival, promised: number): Promise<void> {
    await add(tx, { campaign, memberId, units: -units, fen: -fen }, -promised);
  }
}

async function add(tx: Tx, { campaign, memberId, units, fen }: Revival, promised: number): Promise<void> {
  await tx.query(
    `UPDATE holding SET units = units + $3, fen = fen + $4, promised_fen = promised_fen + $5
     WHERE campaign_id = $1 AND member_id = $2 AND state = 'LIVE'`,
    [campaign.id, memberId, units, fen, promised],
  );
}
