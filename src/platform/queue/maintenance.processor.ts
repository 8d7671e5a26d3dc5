import { Injectable } from '@nestjs/common';
import { KeyRotation } from '../crypto/key-rotation.service.js';
import { PartitionsService } from '../database/partitions.service.js';
import { logger } from '../logging/logger.js';
import { EventProcessor } from './event-processor.js';
import { PackRunner } from './pack-runner.js';

const EVERY_MS = 6 * 3_600_000;
const KEYS_EVERY_MS = 60_000;

/** Clock work on the database itself. */
@Injectable()
export class MaintenanceProcessor extends EventProcessor {
  constructor(
    runner: PackRunner,
    private readonly partitions: PartitionsService,
    private readonly keys: KeyRotation,
  ) {
    super(runner, 'maintenance');
  }

  readonly handlers = [];
  override readonly schedules = [
    { name: 'partitions', when: { everyMs: EVERY_MS }, run: () => this.partition() },
    // Goes on with a rotation somebody began, wherever it was cut.
    { name: 'rotate-keys', when: { everyMs: KEYS_EVERY_MS }, run: () => this.keys.work() },
  ];

  private async partition(): Promise<void> {
    const made = await this.partitions.makeAhead();
    if (made > 0) logger.info({ made }, 'made partitions of coming months');
  }
}
