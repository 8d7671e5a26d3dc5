import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Job, Queue } from 'bullmq';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import { openQueueBackend, type QueueBackend } from './backend.js';
import { ATTEMPTS_MAX, BACKOFF_MS, CLOCK_PREFIX } from './event-processor.js';

/** Failed jobs are kept for an operator to look at; their events become dead letters or are sent again. */
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
          // The inbox tells what was handled. Keeping the last hundred would cost more than the job on PostgreSQL.
          removeOnComplete: true,
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

/** Delayed jobs come in the order they fall due; more packs than this waiting for another attempt need no exact answer. */
const DELAYED_LOOKED_AT = 200;

/** When the oldest pack still in the queue was sent, in Unix milliseconds; null when it holds none. Waits while its store is away. */
export async function oldestJobAt(queue: Queue): Promise<number | null> {
  const [waiting, active, delayed] = await Promise.all([
    queue.getWaiting(0, 0),
    queue.getActive(),
    queue.getDelayed(0, DELAYED_LOOKED_AT),
  ]);
  const sentAt = [...waiting, ...active, ...delayed]
    // One that ends between the look at the list and at the job comes as undefined.
    .filter((job: Job | undefined) => job !== undefined && !job.name.startsWith(CLOCK_PREFIX))
    .map((job) => job.timestamp);
  return sentAt.length === 0 ? null : Math.min(...sentAt);
}
