import { Global, Module } from '@nestjs/common';
import { Outbox } from '../outbox/outbox.js';
import { LostEvents } from './lost-events.js';
import { MaintenanceProcessor } from './maintenance.processor.js';
import { PackRunner } from './pack-runner.js';
import { Queues } from './queues.js';

/** Facts on their way out of a transaction, and the queues they travel on. */
@Global()
@Module({
  providers: [LostEvents, MaintenanceProcessor, Outbox, PackRunner, Queues],
  exports: [LostEvents, MaintenanceProcessor, Outbox, PackRunner, Queues],
})
export class QueueModule {}
