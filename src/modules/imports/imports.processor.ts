import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { onTask, type Schedule } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { ImportRetention } from './import-retention.service.js';
import { ImportRunner } from './import-runner.service.js';
import { importRequested } from './imports.events.js';

/** Long work of imports, and forgetting what was kept of them. */
@Injectable()
export class ImportsProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly imports: ImportRunner,
    private readonly retention: ImportRetention,
  ) {
    super(runner, 'imports');
  }

  readonly handlers = [onTask(importRequested, (event) => this.imports.run(event.payload.importId))];

  override readonly schedules: readonly Schedule[] = [
    { name: 'forget-import-changes', when: { pattern: '20 3 * * *' }, run: () => this.retention.forgetChanges() },
  ];
}
