import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { ErasuresService } from './privacy/erasures/erasures.service.js';
import { TransferRequests } from './membership/transfers/transfer-requests.service.js';

const TRANSFERS_EVERY_MS = 10 * 60_000;
const ERASURES_EVERY_MS = 10 * 60_000;

/** Clock work of members. */
@Injectable()
export class MembersProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly transfers: TransferRequests,
    private readonly erasures: ErasuresService,
  ) {
    super(runner, 'members');
  }

  readonly handlers = [];
  override readonly schedules = [
    { name: 'watch-transfers', when: { everyMs: TRANSFERS_EVERY_MS }, run: () => this.transfers.watch() },
    {
      name: 'carry-out-erasures',
      when: { everyMs: ERASURES_EVERY_MS },
      run: () => this.erasures.carryOutDue().then(() => undefined),
    },
  ];
}
