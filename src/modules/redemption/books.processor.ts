import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { LedgerService } from '../ledger/index.js';
import { redeemedEntry, releasedEntry, reversedEntry } from './book-entries.js';
import { authorizationReleased, redemptionRedeemed, redemptionReversed } from './redemption.events.js';

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
    on(authorizationReleased, async (tx, events) => {
      await this.ledger.post(tx, events.map(releasedEntry));
    }),
    on(redemptionRedeemed, async (tx, events) => {
      await this.ledger.post(tx, events.map(redeemedEntry));
    }),
    on(redemptionReversed, async (tx, events) => {
      await this.ledger.post(tx, events.map(reversedEntry));
    }),
  ];
}
