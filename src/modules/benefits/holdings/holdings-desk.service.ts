import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { campaignErrors } from '../campaigns/campaign.errors.js';
import { findCampaignRow } from '../campaigns/campaigns.queries.js';
import { compileMechanism } from '../campaigns/mechanism.rules.js';
import { findRun } from '../grants/grants.repository.js';
import type { CampaignHoldingsAnswer } from './holding.schemas.js';
import { sumHoldings } from './holdings.queries.js';

/** What people hold of a campaign, as officers see it: figures, and nobody's name. */
@Injectable()
export class HoldingsDesk {
  constructor(private readonly database: Database) {}

  /**
   * Null where nothing is handed out, and before the first of it.
   * @throws Refusal CAMPAIGN_NOT_FOUND, also for a campaign of another subtree
   */
  async sum(caller: OfficerCaller, campaignId: string): Promise<CampaignHoldingsAnswer> {
    const { db } = this.database;
    const row = await findCampaignRow(db, caller.scope, campaignId);
    if (!row) throw new Refusal(campaignErrors.CAMPAIGN_NOT_FOUND);
    const kind = compileMechanism(row.mechanism).holds;
    if (kind === null || row.live === null) return { holdings: null };
    const sums = await sumHoldings(db, campaignId);
    const run = await findRun(db, campaignId);
    return {
      holdings: {
        kind,
        people: sums.people,
        leftUnion: sums.leftUnion,
        given: { units: sums.givenUnits, fen: sums.givenFen },
        used: {
          units: sums.givenUnits - sums.leftUnits - sums.expiredUnits,
          fen: sums.givenFen - sums.leftFen - sums.expiredFen,
        },
        left: { units: sums.leftUnits, fen: sums.leftFen },
        expired: { units: sums.expiredUnits, fen: sums.expiredFen },
        run: run && { state: run.state, people: run.people, given: run.given },
      },
    };
  }
}
