import { Injectable } from '@nestjs/common';
import { on } from '../../platform/queue/handlers.js';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { cardChanged } from '../cards/index.js';
import { AuthorizationService } from './authorizations/authorization.service.js';
import { HousekeepingService } from './housekeeping.service.js';

const HOUR_MS = 3_600_000;
/** A lapsed authorization is refused at its very end by whoever touches it; the sweep only frees what nobody touched. */
const SWEEP_MS = 30_000;

/** Clock work of the money path. */
@Injectable()
export class RedemptionProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly housekeeping: HousekeepingService,
    private readonly authorizations: AuthorizationService,
  ) {
    super(runner, 'redemption');
  }

  readonly handlers = [
    on(cardChanged, async (tx, events) => {
      const gone = events.filter(({ payload: { to } }) => to === 'LOST' || to === 'CANCELLED');
      if (gone.length === 0) return;
      await this.authorizations.voidOfCards(
        tx,
        gone.map(({ payload }) => payload.cardId),
      );
    }),
  ];
  override readonly schedules = [
    { name: 'expire-authorizations', when: { everyMs: SWEEP_MS }, run: () => this.expire() },
    { name: 'forget-bindings', when: { everyMs: HOUR_MS }, run: () => this.housekeeping.forgetBindings() },
  ];

  private async expire(): Promise<void> {
    await this.authorizations.expireLapsed();
  }
}
