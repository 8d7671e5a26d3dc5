import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import {
  daysOfCampaign,
  findCampaignTotals,
  hoursOfCampaign,
  parksOfCampaign,
  refusalsOfCampaign,
} from './board.queries.js';
import { type CampaignUse, foldHours, foldStores } from './campaign-hours.rules.js';
import { runsOutOn } from './pace.rules.js';
import { addHours, addParks } from './reporting.repository.js';
import type { Board } from './reporting.schemas.js';

const REFUSALS_DAYS = 7;

/** What campaigns gave; kept by a processor where counting history would be slow. */
@Injectable()
export class ReportingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What a campaign has given, by day and by hour of the day. */
  async board(caller: OfficerCaller, campaignId: string): Promise<Board> {
    const totals = await findCampaignTotals(this.database.db, caller.scope, campaignId);
    if (!totals) throw new Refusal(commonErrors.NOT_FOUND);
    const { db } = this.database;
    const now = this.clock.now();
    const [byDay, byHour, byPark, refusals] = await Promise.all([
      daysOfCampaign(db, campaignId),
      hoursOfCampaign(db, campaignId),
      parksOfCampaign(db, campaignId),
      refusalsOfCampaign(db, campaignId, new Date(now.getTime() - REFUSALS_DAYS * DAY_MS)),
    ]);
    const { endsAt, ...figures } = totals;
    const freeFen = figures.totalFen - figures.spentFen - figures.heldFen;
    // The last instant is not its own: a campaign that ends at midnight lasts to the day before.
    const endsOn = shanghaiDate((endsAt ?? now).getTime() - 1);
    const lastOn = runsOutOn(freeFen, byDay, shanghaiDate(now.getTime()), endsOn);
    return { campaignId, ...figures, runsOutOn: lastOn, byDay, byHour, byPark, refusals };
  }

  /** Adds uses and reversals to the statistics; the caller's inbox makes it happen once. */
  async count(tx: Tx, uses: readonly CampaignUse[]): Promise<void> {
    const hours = foldHours(uses);
    if (hours.length > 0) await addHours(tx, hours);
    const stores = foldStores(uses);
    if (stores.length > 0) await addParks(tx, stores);
  }
}
