import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import { DAY_MS, shanghaiDate } from '../../../shared/time.js';
import { momentAt } from '../eligibility/moment.rules.js';
import type { AppliedBenefit, LiveCampaign } from '../campaigns/basket.rules.js';
import { type CounterSubject, counterKeysFor, type StoreFacts } from '../campaigns/campaign.rules.js';
import type { CampaignState } from '../campaigns/lifecycle.rules.js';
import type { CounterLookup } from '../campaigns/limits.rules.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { isInPeriod, type HolidayTable } from '../campaigns/schedule.rules.js';
import type { DayKind } from '../campaigns/campaign.schemas.js';
import { BasketRepository, type Refund } from './basket.repository.js';

/** What a decision looks at besides card, person and store. */
export interface BenefitFacts {
  readonly campaigns: readonly LiveCampaign[];
  readonly counters: CounterLookup;
  readonly holidays: HolidayTable;
}

/** How long an ended campaign is still told apart from one that never was. */
const ENDED_KEPT_MS = 30 * DAY_MS;
const HOLIDAYS_AHEAD_DAYS = 40;

/** Benefits as a till needs them: the facts before a decision, the guarded writes after it, and the way back. */
@Injectable()
export class BasketService {
  constructor(
    private readonly compiled: CompiledCampaigns,
    private readonly repository: BasketRepository,
  ) {}

  /** Reads every campaign that runs or lately ran, and the counters this basket could move. Takes no lock. */
  async load(db: Db, subject: CounterSubject, store: StoreFacts, now: Date): Promise<BenefitFacts> {
    const campaigns = await this.loadCampaigns(db, now);
    const counters = await this.repository.readCounters(db, keysOf(campaigns, subject, store, now));
    return { campaigns, counters, holidays: await this.loadHolidays(db, now) };
  }

  /**
   * The same facts under lock, for a decision whose guards failed once: counters by key, then campaign rows by id, last.
   * Only what could apply at this store now is locked.
   */
  async loadLocked(tx: Tx, subject: CounterSubject, store: StoreFacts, now: Date): Promise<BenefitFacts> {
    const before = await this.loadCampaigns(tx, now);
    const counters = await this.repository.lockCounters(tx, keysOf(before, subject, store, now));
    await this.repository.lockCampaigns(
      tx,
      candidatesOf(before, store, now).map(({ campaign }) => campaign.id),
    );
    return { campaigns: await this.loadCampaigns(tx, now), counters, holidays: await this.loadHolidays(tx, now) };
  }

  /** Takes what a decision gave: counters, then campaign rows. False when a guard no longer holds; the caller rolls back and decides again. */
  async take(tx: Tx, applied: readonly AppliedBenefit[]): Promise<boolean> {
    return (await this.repository.moveCounters(tx, applied)) && (await this.repository.spend(tx, applied));
  }

  /** Gives back what a redemption took: counters of the periods they were taken in, then budgets; after the end the money goes to the line, by campaign in the answer. */
  async giveBack(tx: Tx, refunds: readonly Refund[]): Promise<ReadonlyMap<string, string>> {
    await this.repository.returnCounters(tx, refunds);
    return this.repository.refund(tx, refunds);
  }

  /** Which of these campaigns have ended. */
  async listEnded(db: Db, campaignIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.repository.listEnded(db, campaignIds);
  }

  private async loadCampaigns(db: Db, now: Date): Promise<LiveCampaign[]> {
    const rows = await this.repository.listRuntimes(db, new Date(now.getTime() - ENDED_KEPT_MS));
    const compiled = await this.compiled.get(
      db,
      rows.map(({ campaignId, version }) => ({ campaignId, version })),
    );
    return compiled.flatMap((campaign, index) => {
      const row = rows[index];
      return row ? [{ campaign, runtime: { ...row, state: row.state as CampaignState } }] : [];
    });
  }

  private async loadHolidays(db: Db, now: Date): Promise<HolidayTable> {
    const kinds = await this.repository.readHolidays(
      db,
      shanghaiDate(now.getTime() - DAY_MS),
      shanghaiDate(now.getTime() + HOLIDAYS_AHEAD_DAYS * DAY_MS),
    );
    return (dateOn) => (kinds.get(dateOn) as DayKind | undefined) ?? null;
  }
}

function candidatesOf(campaigns: readonly LiveCampaign[], store: StoreFacts, now: Date): LiveCampaign[] {
  return campaigns.filter(
    ({ campaign, runtime }) =>
      runtime.state === 'PUBLISHED' && isInPeriod(campaign.schedule, now.getTime()) && campaign.isForStore(store),
  );
}

function keysOf(campaigns: readonly LiveCampaign[], subject: CounterSubject, store: StoreFacts, now: Date): string[] {
  const moment = momentAt(now.getTime());
  const keys = candidatesOf(campaigns, store, now).flatMap(({ campaign }) => counterKeysFor(campaign, subject, moment));
  return [...new Set(keys)].toSorted();
}
