import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import { DAY_MS, shanghaiDate } from '../../../shared/time.js';
import type { CampaignRuntime, LiveCampaign } from '../campaigns/basket.rules.js';
import type { CompiledCampaign, StoreFacts } from '../campaigns/campaign.rules.js';
import type { DayKind } from '../campaigns/campaign.schemas.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { type HolidayTable, isInPeriod } from '../campaigns/schedule.rules.js';
import { BasketRepository } from './basket.repository.js';

/** Every campaign that runs or lately ran, compiled, and the holiday table, as they were at one epoch. Never half-changed. */
export interface CampaignSnapshot {
  readonly epoch: number;
  /** In order of ids; budgets are those of the moment it was taken. */
  readonly campaigns: readonly LiveCampaign[];
  readonly holidays: HolidayTable;
  /** Whether any of them hands out vouchers, balances or services beforehand. */
  readonly hasHoldings: boolean;
  /** Campaigns of this store in their period, in order of ids: all that can apply there now. */
  candidates(store: StoreFacts, nowMs: number): readonly CompiledCampaign[];
}

/** How long an ended campaign is still told apart from one that never was. */
const ENDED_KEPT_MS = 30 * DAY_MS;
const HOLIDAYS_BEHIND_DAYS = 2;
const HOLIDAYS_AHEAD_DAYS = 400;
const STORES_KEPT_MAX = 20_000;
/** A snapshot forgets what ended and learns new holidays by itself once a day. */
const SNAPSHOT_KEPT_MS = DAY_MS;

/** Keeps one snapshot per process; the reader compares its epoch with the database's and takes a new one when they differ. */
@Injectable()
export class CampaignSnapshots {
  private kept: { readonly snapshot: CampaignSnapshot; readonly takenMs: number } | null = null;

  constructor(
    private readonly compiled: CompiledCampaigns,
    private readonly repository: BasketRepository,
  ) {}

  /** The snapshot at hand, or a new one when there is none or it is from another day. */
  async current(db: Db, now: Date): Promise<CampaignSnapshot> {
    const { kept } = this;
    if (kept && Math.abs(now.getTime() - kept.takenMs) < SNAPSHOT_KEPT_MS) return kept.snapshot;
    return this.retake(db, now);
  }

  /** Takes a new snapshot. The epoch is read first: what changes while the rest is read shows as an old epoch at the next load. */
  async retake(db: Db, now: Date): Promise<CampaignSnapshot> {
    const nowMs = now.getTime();
    const epoch = await this.repository.readEpoch(db);
    const rows = await this.repository.listRuntimes(db, new Date(nowMs - ENDED_KEPT_MS));
    const compiled = await this.compiled.get(db, rows);
    const campaigns = rows.flatMap((row, at): LiveCampaign[] => {
      const campaign = compiled[at];
      return campaign ? [{ campaign, runtime: { ...row, state: row.state as CampaignRuntime['state'] } }] : [];
    });
    const kinds = await this.repository.readHolidays(
      db,
      shanghaiDate(nowMs - HOLIDAYS_BEHIND_DAYS * DAY_MS),
      shanghaiDate(nowMs + HOLIDAYS_AHEAD_DAYS * DAY_MS),
    );
    const snapshot: CampaignSnapshot = {
      epoch,
      campaigns,
      holidays: (dateOn) => (kinds.get(dateOn) as DayKind | undefined) ?? null,
      hasHoldings: campaigns.some(({ campaign }) => campaign.mechanism.holds !== null),
      candidates: candidatesByStore(campaigns.map(({ campaign }) => campaign)),
    };
    this.kept = { snapshot, takenMs: nowMs };
    return snapshot;
  }
}

/** Which campaigns a store takes part in never changes within a snapshot, so it is looked up once a store. */
function candidatesByStore(campaigns: readonly CompiledCampaign[]): CampaignSnapshot['candidates'] {
  const byStore = new Map<string, readonly CompiledCampaign[]>();
  return (store, nowMs) => {
    const key = `${store.id} ${store.merchantCategory}`;
    let here = byStore.get(key);
    if (!here) {
      here = campaigns.filter((campaign) => campaign.isForStore(store));
      if (byStore.size >= STORES_KEPT_MAX) byStore.clear();
      byStore.set(key, here);
    }
    return here.filter(({ schedule }) => isInPeriod(schedule, nowMs));
  };
}
