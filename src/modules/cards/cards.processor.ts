import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased, memberPhoneChanged, memberWithdrawn } from '../members/index.js';
import { BatchesService } from './batches/batches.service.js';
import { cardBatchRequested } from './cards.events.js';
import { CardsService } from './cards.service.js';
import { CardHolders } from './holders.service.js';

/** Long work of cards, bulk issues, and what a card owes to its holder, also when their data are erased. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
    private readonly holders: CardHolders,
    private readonly cards: CardsService,
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
    on(memberErased, (tx, events) =>
      this.cards.eraseHolders(
        tx,
        events.map(({ payload }) => payload.memberId),
      ),
    ),
  ];
}
