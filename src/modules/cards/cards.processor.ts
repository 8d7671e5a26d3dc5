import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberPhoneChanged, memberWithdrawn } from '../members/index.js';
import { BatchesService } from './batches/batches.service.js';
import { cardBatchRequested } from './cards.events.js';
import { CardHolders } from './holders.service.js';

/** Long work of cards, bulk issues, and what a card owes to its holder. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
    private readonly holders: CardHolders,
  ) {
    super(runner, 'cards');
  }

  readonly handlers = [
    onTask(cardBatchRequested, (event) => this.batches.run(event.payload.batchId)),
    on(memberWithdrawn, (tx, events) =>
      this.holders.cancelOfLeft(
        tx,
        events.map(({ payload }) => payload),
      ),
    ),
    on(memberPhoneChanged, (tx, events) =>
      this.holders.unbind(
        tx,
        events.map(({ payload }) => payload),
      ),
    ),
  ];
}
