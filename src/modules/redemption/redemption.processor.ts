import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { HousekeepingService } from './housekeeping.service.js';

const HOUR_MS = 3_600_000;

/** Clock work of the money path. */
@Injectable()
export class RedemptionProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly housekeeping: HousekeepingService,
  ) {
    super(runner, 'redemption');
  }

  readonly handlers = [];
  override readonly schedules = [
    { name: 'forget-bindings', when: { everyMs: HOUR_MS }, run: () => this.housekeeping.forgetBindings() },
  ];
}
