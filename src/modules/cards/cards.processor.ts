import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { onTask, type Schedule } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { BatchesService } from './batches/batches.service.js';
import { CardExpiry } from './card-expiry.service.js';
import {
  cardBatchRequested,
  cardProductionReleased,
  cardProductionRequested,
  cardTakeoverRequested,
} from './cards.events.js';
import { ProductionRunner } from './production/production-runner.service.js';
import { TakeoverRunner } from './takeover/takeover-runner.service.js';

/** Long work of cards: bulk issues, plastic, old cards; and by the clock what has come to its last day. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
    private readonly production: ProductionRunner,
    private readonly takeovers: TakeoverRunner,
    private readonly expiry: CardExpiry,
  ) {
    super(runner, 'cards');
  }

  readonly handlers = [
    onTask(cardBatchRequested, (event) => this.batches.run(event.payload.batchId)),
    onTask(cardProductionRequested, (event) => this.production.collect(event.payload.batchId)),
    onTask(cardProductionReleased, (event) => this.production.produce(event.payload.batchId)),
    onTask(cardTakeoverRequested, (event) => this.takeovers.run(event.payload.takeoverId)),
  ];

  override readonly schedules: readonly Schedule[] = [
    // Right after midnight: the day that ended was the last one.
    { name: 'card-expiry', when: { pattern: '0 1 0 * * *' }, run: () => this.expire() },
    { name: 'forget-card-files', when: { pattern: '0 20 * * * *' }, run: () => this.production.forgetFiles() },
  ];

  private async expire(): Promise<void> {
    await this.expiry.run();
  }
}
