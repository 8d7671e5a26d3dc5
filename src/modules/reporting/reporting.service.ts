import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../shared/time.js';
import {
  daysOfCampaign,
  findCampaignTotals,
  hoursOfCampaign,
  parksOfCampaign,
  refusalsOfCampaign,
} from './board.queries.js';
import { type CampaignUse, foldHours, foldStores } from './campaign-hours.rules.js';
import { indicatorsOf, sumCounts } from './indicators.rules.js';
import { countByPark, countRedemptionsSince } from './overview.queries.js';
import { runsOutOn } from './pace.rules.js';
import { addHours, addParks } from './reporting.repository.js';
import type { Board, Overview } from './reporting.schemas.js';

const REFUSALS_DAYS = 7;

/** Figures officers look at; kept by processors where counting history would be slow. */
@Injectable()
export class ReportingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The indicators of the officer's subtree, in all and by park. */
  async overview(caller: OfficerCaller): Promise<Overview> {
    const midnight = new Date(startOfShanghaiDay(shanghaiDate(this.clock.now().getTime())));
    const [rows, today] = await Promise.all([
      countByPark(this.database.db, caller.scope),
      countRedemptionsSince(this.database.db, caller.scope, midnight),
    ]);
    const total = sumCounts(rows);
    const parks = rows.flatMap(({ parkCode, name, tier, ...counts }) =>
      parkCode === null || name === null ? [] : [{ code: parkCode, name, tier, ...counts, ...indicatorsOf(counts) }],
    );
    return { ...total, ...indicatorsOf(total), parks, today };
  }

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
