import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { RetentionService } from './retention/retention.service.js';

/** Clock work: clears what was kept long enough, at night and once more in case that was missed. */
@Injectable()
export class AuditProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly retention: RetentionService,
  ) {
    super(runner, 'audit');
  }

  readonly handlers = [];
  override readonly schedules = [
    {
      name: 'retention',
      when: { pattern: '0 40 2,14 * * *' },
      run: () => this.retention.clear().then(() => undefined),
    },
  ];
}
