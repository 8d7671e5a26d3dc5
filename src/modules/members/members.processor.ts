import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { RosterRunner } from './imports/roster-runner.service.js';
import { memberImportRequested } from './members.events.js';
import { TransferRequests } from './membership/transfers/transfer-requests.service.js';

const TRANSFERS_EVERY_MS = 10 * 60_000;

/** Long work of members, reading roster files, and their clock work. */
@Injectable()
export class MembersProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly rosters: RosterRunner,
    private readonly transfers: TransferRequests,
  ) {
    super(runner, 'members');
  }

  readonly handlers = [onTask(memberImportRequested, (event) => this.rosters.run(event.payload.importId))];
  override readonly schedules = [
    { name: 'watch-transfers', when: { everyMs: TRANSFERS_EVERY_MS }, run: () => this.transfers.watch() },
  ];
}
