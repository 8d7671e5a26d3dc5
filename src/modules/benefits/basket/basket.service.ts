import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { CounterReturn } from '../campaigns/give-back.rules.js';
import { HoldingsRepository } from '../holdings/holdings.repository.js';
import { BasketRepository, type CampaignMove, type GivenBack, type PromisedMove } from './basket.repository.js';

/** The way back of what a basket was given. What it takes is written by the money path's commit. */
@Injectable()
export class BasketService {
  constructor(
    private readonly repository: BasketRepository,
    private readonly holdings: HoldingsRepository,
  ) {}

  /**
   * Moves what was spent or held: what people hold, then counters of the periods it was taken in, then campaign rows, then, for campaigns that have ended,
   * the lines their budgets came from. Answers those lines by campaign, and the campaigns whose vouchers or balance really returned.
   */
  async giveBack(tx: Tx, counters: readonly CounterReturn[], moves: readonly CampaignMove[]): Promise<GivenBack> {
    const inOrder = moves.toSorted((a, b) => compareTexts(lockOf(a), lockOf(b)));
    const promised: PromisedMove[] = [];
    for (const { revives, ...move } of inOrder) {
      const promisedFen = revives ? await this.holdings.revive(tx, revives) : null;
      // What lives no more takes nothing back, and there is nothing to undo.
      promised.push({
        ...move,
        promisedFen: promisedFen ?? 0,
        ...(revives && promisedFen !== null ? { revives } : {}),
      });
    }
    await this.repository.returnCounters(tx, counters);
    return this.repository.move(tx, promised);
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

const lockOf = ({ campaignId, revives }: CampaignMove): string => `${campaignId} ${revives?.memberId ?? ''}`;
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
