import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { shanghaiDate } from '../../shared/time.js';
import { AuditService } from '../audit/index.js';
import { lockExpired } from './cards.repository.js';
import { CardsService } from './cards.service.js';
import { lockExpiredPlastic, voidPlastic } from './plastic/plastic.repository.js';

const CHUNK_CARDS = 200;
const JOBS = { kind: 'system', id: 'jobs' } as const;
const REASON = 'its last day is over';

/** Clock work: cards and plastic whose last day is over count no longer. */
@Injectable()
export class CardExpiry {
  constructor(
    private readonly database: Database,
    private readonly cards: CardsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Safe to run again or twice at once: a card that another run has in hand is passed over. Answers what ended. */
  async run(): Promise<{ readonly cards: number; readonly plastics: number }> {
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const cards = await this.inChunks((tx) => this.expireCards(tx, todayOn));
    const plastics = await this.inChunks((tx) => this.expirePlastic(tx, todayOn));
    return { cards, plastics };
  }

  private async inChunks(chunk: (tx: Tx) => Promise<number>): Promise<number> {
    let all = 0;
    for (;;) {
      const done = await this.database.transaction(chunk);
      if (done === 0) return all;
      all += done;
    }
  }

  private async expireCards(tx: Tx, todayOn: string): Promise<number> {
    const over = await lockExpired(tx, todayOn, CHUNK_CARDS);
    for (const card of over) await this.cards.step(tx, card, 'EXPIRE', REASON, JOBS);
    if (over.length > 0) await this.record(tx, 'card.expired', over.length);
    return over.length;
  }

  private async expirePlastic(tx: Tx, todayOn: string): Promise<number> {
    const over = await lockExpiredPlastic(tx, todayOn, CHUNK_CARDS);
    const by = { reason: REASON, actor: JOBS, at: this.clock.now() };
    for (const cardId of over) await voidPlastic(tx, cardId, by);
    if (over.length > 0) await this.record(tx, 'card-plastic.expired', over.length);
    return over.length;
  }

  private async record(tx: Tx, action: string, count: number): Promise<void> {
    await this.audit.record(tx, JOBS, action, { kind: 'clock', id: 'card-expiry' }, { count });
  }
}
