import { Global, Module } from '@nestjs/common';
import { Outbox } from '../outbox/outbox.js';
import { LostEvents } from './lost-events.js';
import { PackRunner } from './pack-runner.js';
import { Queues } from './queues.js';

/** Facts on their way out of a transaction, and the queues they travel on. */
@Global()
@Module({ providers: [LostEvents, Outbox, PackRunner, Queues], exports: [LostEvents, Outbox, PackRunner, Queues] })
export class QueueModule {}
