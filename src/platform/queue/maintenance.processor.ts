import { Injectable } from '@nestjs/common';
import { PartitionsService } from '../database/partitions.service.js';
import { logger } from '../logging/logger.js';
import { EventProcessor } from './event-processor.js';
import { PackRunner } from './pack-runner.js';

const EVERY_MS = 6 * 3_600_000;

/** Clock work on the database itself. */
@Injectable()
export class MaintenanceProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly partitions: PartitionsService,
  ) {
    super(runner, 'maintenance');
  }

  readonly handlers = [];
  override readonly schedules = [{ name: 'partitions', when: { everyMs: EVERY_MS }, run: () => this.partition() }];

  private async partition(): Promise<void> {
    const made = await this.partitions.makeAhead();
    if (made > 0) logger.info({ made }, 'made partitions of coming months');
  }
}
