import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased } from '../members/index.js';
import { BatchesService } from './batches/batches.service.js';
import { cardBatchRequested } from './cards.events.js';
import { CardsService } from './cards.service.js';

/** Long work of cards, bulk issues, and what erasing a person means for them. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
    private readonly cards: CardsService,
  ) {
    super(runner, 'cards');
  }

  readonly handlers = [
    onTask(cardBatchRequested, (event) => this.batches.run(event.payload.batchId)),
    on(memberErased, (tx, events) =>
      this.cards.eraseHolders(
        tx,
        events.map(({ payload }) => payload.memberId),
      ),
    ),
  ];
}
