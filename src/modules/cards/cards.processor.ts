import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { on, onTask, type Schedule } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { memberErased, memberPhoneChanged, memberWithdrawn } from '../members/index.js';
import { BatchesService } from './batches/batches.service.js';
import { cardBatchRequested } from './cards.events.js';
import { CardsService } from './cards.service.js';
import { CardHolders } from './holders.service.js';
import { KeysService } from './keys/keys.service.js';
import { ShortCodes } from './pins/short-codes.service.js';
import { RevocationService } from './revocation/revocation.service.js';

const QUARTER_MS = 900_000;

/** Long work of cards, bulk issues, what a card owes to its holder, and by the clock keys and the lists of cards that count no longer. */
@Injectable()
export class CardsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly batches: BatchesService,
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
    { name: 'rotate-card-keys', when: { pattern: '0 40 2 * * *' }, run: () => this.rotate() },
    { name: 'revocation-list', when: { pattern: '0 10 3 * * *' }, run: () => this.listAll() },
    { name: 'revocation-delta', when: { everyMs: QUARTER_MS }, run: () => this.listChanges() },
    { name: 'forget-short-number-tries', when: { pattern: '0 50 2 * * *' }, run: () => this.shortCodes.clean() },
  ];

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
