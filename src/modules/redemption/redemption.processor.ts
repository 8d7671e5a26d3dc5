import { Inject, Injectable } from '@nestjs/common';
import { on, type Schedule } from '../../platform/queue/handlers.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { cardChanged } from '../cards/index.js';
import { AuthorizationService } from './authorizations/authorization.service.js';
import { AuditorService } from './auditor/auditor.service.js';
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
    private readonly auditor: AuditorService,
    @Inject(CONFIG) config: Config,
  ) {
    super(runner, 'redemption');
    this.schedules = [
      { name: 'audit', when: { everyMs: config.AUDIT_EVERY_MS }, run: () => this.audit(false) },
      { name: 'audit-in-full', when: { pattern: '0 20 3 * * *' }, run: () => this.audit(true) },
      { name: 'expire-authorizations', when: { everyMs: SWEEP_MS }, run: () => this.expire() },
      { name: 'forget-bindings', when: { everyMs: HOUR_MS }, run: () => this.housekeeping.forgetBindings() },
    ];
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
  override readonly schedules: readonly Schedule[];

  private async expire(): Promise<void> {
    await this.authorizations.expireLapsed();
  }

  private async audit(inFull: boolean): Promise<void> {
    await this.auditor.run(inFull);
  }
}
