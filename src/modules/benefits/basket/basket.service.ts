import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import { BasketRepository, type Refund } from './basket.repository.js';

/** The way back of what a basket was given. What it takes is written by the money path's commit. */
@Injectable()
export class BasketService {
  constructor(private readonly repository: BasketRepository) {}

  /** Gives back what a redemption took: counters of the periods they were taken in, then budgets; after the end the money goes to the line, by campaign in the answer. */
  async giveBack(tx: Tx, refunds: readonly Refund[]): Promise<ReadonlyMap<string, string>> {
    await this.repository.returnCounters(tx, refunds);
    return this.repository.refund(tx, refunds);
  }

  /** Which of these campaigns have ended. */
  async listEnded(db: Db, campaignIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.repository.listEnded(db, campaignIds);
  }
}
