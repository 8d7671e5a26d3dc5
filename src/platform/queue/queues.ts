import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import { openQueueBackend, type QueueBackend } from './backend.js';
import { ATTEMPTS_MAX, BACKOFF_MS } from './event-processor.js';

/** Finished jobs are kept only as long as an operator may want to look at them. */
const KEEP_DONE = 100;
const KEEP_FAILED = 500;

/** Every queue of the product, opened on first use; the sending side. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  readonly backend: QueueBackend;
  private readonly open = new Map<string, Queue>();

  constructor(@Inject(CONFIG) config: Config) {
    this.backend = openQueueBackend(config, (error) => logger.warn({ error: error.message }, 'queue connection'));
  }

  get(name: string): Queue {
    let queue = this.open.get(name);
    if (!queue) {
      queue = new Queue(name, {
        connection: this.backend.connection,
        defaultJobOptions: {
          attempts: ATTEMPTS_MAX,
          backoff: { type: 'exponential', delay: BACKOFF_MS },
          removeOnComplete: KEEP_DONE,
          removeOnFail: KEEP_FAILED,
        },
      });
      queue.on('error', (error) => logger.warn({ queue: name, error: error.message }, 'queue'));
      this.open.set(name, queue);
    }
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const queue of this.open.values()) await queue.close().catch(() => undefined);
    await this.backend.close();
  }
}
