import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask, type Schedule } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased, memberPhoneChanged, memberWithdrawn } from '../members/index.js';
import { BatchesService } from './batches/batches.service.js';
import { CardExpiry } from './card-expiry.service.js';
import {
  cardBatchRequested,
  cardProductionReleased,
  cardProductionRequested,
  cardTakeoverRequested,
} from './cards.events.js';
import { CardsService } from './cards.service.js';
import { CardHolders } from './holders.service.js';
import { KeysService } from './keys/keys.service.js';
import { ShortCodes } from './pins/short-codes.service.js';
import { ProductionRunner } from './production/production-runner.service.js';
import { RevocationService } from './revocation/revocation.service.js';
import { TakeoverRunner } from './takeover/takeover-runner.service.js';

const QUARTER_MS = 900_000;

/** Long work of cards: bulk issues, plastic, old cards, and what a card owes to its holder; by the clock keys, lists of cards that count no longer, last days. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
    private readonly production: ProductionRunner,
    private readonly takeovers: TakeoverRunner,
    private readonly expiry: CardExpiry,
    private readonly holders: CardHolders,
    private readonly cards: CardsService,
    private readonly keys: KeysService,
    private readonly lists: RevocationService,
    private readonly shortCodes: ShortCodes,
  ) {
    super(runner, 'cards');
  }

  readonly handlers = [
    onTask(cardBatchRequested, (event) => this.batches.run(event.payload.batchId)),
    onTask(cardProductionRequested, (event) => this.production.collect(event.payload.batchId)),
    onTask(cardProductionReleased, (event) => this.production.produce(event.payload.batchId)),
    onTask(cardTakeoverRequested, (event) => this.takeovers.run(event.payload.takeoverId)),
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

  override readonly schedules: readonly Schedule[] = [
    // Right after midnight: the day that ended was the last one.
    { name: 'card-expiry', when: { pattern: '0 1 0 * * *' }, run: () => this.expire() },
    { name: 'forget-card-files', when: { pattern: '0 20 * * * *' }, run: () => this.production.forgetFiles() },
    { name: 'rotate-card-keys', when: { pattern: '0 40 2 * * *' }, run: () => this.rotate() },
    { name: 'revocation-list', when: { pattern: '0 10 3 * * *' }, run: () => this.listAll() },
    { name: 'revocation-delta', when: { everyMs: QUARTER_MS }, run: () => this.listChanges() },
    { name: 'forget-short-number-tries', when: { pattern: '0 50 2 * * *' }, run: () => this.shortCodes.clean() },
  ];

  private async expire(): Promise<void> {
    await this.expiry.run();
  }

  private async rotate(): Promise<void> {
    await this.keys.rotate();
  }

  private async listAll(): Promise<void> {
    await this.lists.makeFull();
  }

  private async listChanges(): Promise<void> {
    await this.lists.makeDelta();
  }
}
