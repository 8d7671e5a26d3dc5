import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'bullmq';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import type { EventRoute } from '../outbox/event.js';
import { CLOCK_PREFIX, type EventProcessor } from './event-processor.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';

/** Injection tokens the root fills: every processor, and who hears what. */
export const PROCESSORS = Symbol('PROCESSORS');
export const EVENT_ROUTES = Symbol('EVENT_ROUTES');

const LOCK_MS = 60_000;

/** The jobs process: one BullMQ worker per listening module, the relay, and the clock work. */
@Injectable()
export class JobsRuntime implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly workers: Worker[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PROCESSORS) private readonly processors: readonly EventProcessor[],
    @Inject(EVENT_ROUTES) private readonly routes: readonly EventRoute[],
    private readonly queues: Queues,
    private readonly relay: Relay,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    assertRoutesMatchHandlers(this.routes, this.processors);
    this.relay.use(this.routes);
    for (const processor of this.processors) await this.listen(processor);
    this.relay.start(this.config.RELAY_INTERVAL_MS);
  }

  /** The relay first, so that nothing new arrives; then the workers finish what they hold. A cut job is safe: it runs again. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private async listen(processor: EventProcessor): Promise<void> {
    const queue = this.queues.get(processor.queueName);
    for (const { name, when } of processor.schedules) {
      const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.pattern, tz: 'Asia/Shanghai' };
      await queue.upsertJobScheduler(CLOCK_PREFIX + name, repeat, { name: CLOCK_PREFIX + name });
    }
    const worker = new Worker(processor.queueName, (job) => processor.process(job), {
      connection: this.queues.backend.connection,
      concurrency: this.config.JOBS_CONCURRENCY,
      lockDuration: LOCK_MS,
    });
    worker.on('error', (error) => logger.warn({ queue: processor.queueName, error: error.message }, 'queue'));
    worker.on('failed', (job, error) =>
      logger.warn({ queue: processor.queueName, job: job?.name, error: error.message }, 'job failed'),
    );
    this.workers.push(worker);
  }
}

/** A route without a handler, or a handler no route feeds, stops the start. */
export function assertRoutesMatchHandlers(routes: readonly EventRoute[], processors: readonly EventProcessor[]): void {
  const wanted = new Set(routes.flatMap(({ event, to }) => to.map((queue) => `${queue} ← ${event.name}`)));
  const present = new Set(
    processors.flatMap(({ queueName, handlers }) => handlers.map(({ event }) => `${queueName} ← ${event.name}`)),
  );
  const missing = [...wanted].filter((line) => !present.has(line));
  const idle = [...present].filter((line) => !wanted.has(line));
  if (missing.length > 0) throw new Error(`event-routes.ts names listeners without a handler: ${missing.join(', ')}`);
  if (idle.length > 0) throw new Error(`handlers no line of event-routes.ts feeds: ${idle.join(', ')}`);
}
