import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { BatchesService } from './batches/batches.service.js';
import { cardBatchRequested } from './cards.events.js';

/** Long work of cards: bulk issues. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
  ) {
    super(runner, 'cards');
  }

  readonly handlers = [onTask(cardBatchRequested, (event) => this.batches.run(event.payload.batchId))];
}
