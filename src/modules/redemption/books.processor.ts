import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { LedgerService } from '../ledger/index.js';
import { redeemedEntry, reversedEntry } from './book-entries.js';
import { redemptionRedeemed, redemptionReversed } from './redemption.events.js';

/** Posts each redemption and reversal to the books, once. */
@Injectable()
export class BooksProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly ledger: LedgerService,
  ) {
    super(runner, 'books');
  }

  readonly handlers = [
    on(redemptionRedeemed, async (tx, events) => {
      await this.ledger.post(tx, events.map(redeemedEntry));
    }),
    on(redemptionReversed, async (tx, events) => {
      await this.ledger.post(tx, events.map(reversedEntry));
    }),
  ];
}
