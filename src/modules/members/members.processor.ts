import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { RosterRunner } from './imports/roster-runner.service.js';
import { memberImportRequested } from './members.events.js';

/** Long work of members: reading roster files. */
@Injectable()
export class MembersProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly rosters: RosterRunner,
  ) {
    super(runner, 'members');
  }

  readonly handlers = [onTask(memberImportRequested, (event) => this.rosters.run(event.payload.importId))];
}
