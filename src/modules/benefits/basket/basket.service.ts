import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { CounterReturn } from '../campaigns/give-back.rules.js';
import { BasketRepository, type CampaignMove } from './basket.repository.js';

/** The way back of what a basket was given. What it takes is written by the money path's commit. */
@Injectable()
export class BasketService {
  constructor(private readonly repository: BasketRepository) {}

  /**
   * Moves what was spent or held: counters of the periods it was taken in, then campaign rows, then, for campaigns that have ended,
   * the lines their budgets came from. Answers those lines by campaign.
   */
  async giveBack(
    tx: Tx,
    counters: readonly CounterReturn[],
    moves: readonly CampaignMove[],
  ): Promise<ReadonlyMap<string, string>> {
    await this.repository.returnCounters(tx, counters);
    return this.repository.move(tx, moves);
  }

  /** One more in a counter of this key, which no campaign's limit names. */
  async countOne(tx: Tx, key: string): Promise<void> {
    await this.repository.countOne(tx, key);
  }

  /** Which of these campaigns have ended. */
  async listEnded(db: Db, campaignIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.repository.listEnded(db, campaignIds);
  }
}
