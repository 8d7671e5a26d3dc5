import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'bullmq';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import type { EventRoute } from '../outbox/event.js';
import type { EventProcessor } from './event-processor.js';
import { Loop } from './loop.js';
import { LostEvents } from './lost-events.js';
import { Queues } from './queues.js';
import { Relay } from './relay.js';
import { putSchedules, restoreSchedules } from './schedules.js';
import { WorkerWatch } from './worker-watch.js';

/** Injection tokens the root fills: every processor, and who hears what. */
export const PROCESSORS = Symbol('PROCESSORS');
export const EVENT_ROUTES = Symbol('EVENT_ROUTES');

/** A job of a process that was killed goes to another after its lock ends. */
const LOCK_MS = 20_000;
const STALLED_EVERY_MS = 5_000;
/** While the queue's store is away. */
const TRY_AGAIN_AFTER_MS = 1_000;
/** Within the patience for an unhandled event it is looked after so often. */
const CARES_PER_RESEND = 3;

/** The jobs process: one BullMQ worker per listening module, the relay, the clock work, and the care for what a queue lost. */
@Injectable()
export class JobsRuntime implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly workers: Worker[] = [];
  private readonly watches: WorkerWatch[] = [];
  private readonly carrying = new Loop('relay', () => this.relay.carry());
  private readonly caring = new Loop('queue care', () => this.care());

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PROCESSORS) private readonly processors: readonly EventProcessor[],
    @Inject(EVENT_ROUTES) private readonly routes: readonly EventRoute[],
    private readonly queues: Queues,
    private readonly relay: Relay,
    private readonly lost: LostEvents,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    assertRoutesMatchHandlers(this.routes, this.processors);
    this.relay.use(this.routes);
    for (const processor of this.processors) await this.listen(processor);
    this.carrying.start(this.config.RELAY_INTERVAL_MS);
    this.caring.start(this.config.RESEND_AFTER_MS / CARES_PER_RESEND);
  }

  /** The relay first, so that nothing new arrives; then the workers finish what they hold. A cut job is safe: it runs again. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.carrying.stop(), this.caring.stop()]);
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  /** What gave no sign of life for so long, in words. */
  suspicions(silenceMs: number): string[] {
    const loops = [this.carrying, this.caring]
      .filter((loop) => loop.turningMs > silenceMs)
      .map((loop) => `the turn of the ${loop.name} does not end`);
    const workers = this.watches.flatMap((watch) => watch.suspicion(silenceMs) ?? []);
    return [...loops, ...workers];
  }

  /** Counts every silence anew, as when its reason was found elsewhere. */
  excuse(): void {
    for (const one of [this.carrying, this.caring, ...this.watches]) one.excuse();
  }

  private async listen(processor: EventProcessor): Promise<void> {
    const queue = this.queues.get(processor.queueName);
    await putSchedules(queue, processor.schedules);
    const worker = new Worker(processor.queueName, (job) => processor.process(job), {
      connection: this.queues.backend.connection,
      concurrency: this.config.JOBS_CONCURRENCY,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_EVERY_MS,
      runRetryDelay: TRY_AGAIN_AFTER_MS,
    });
    this.workers.push(worker);
    this.watches.push(new WorkerWatch(processor, queue, worker));
    worker.on('error', (error) => logger.warn({ queue: processor.queueName, error: error.message }, 'queue'));
    worker.on('failed', (job, error) =>
      logger.warn({ queue: processor.queueName, job: job?.name, error: error.message }, 'job failed'),
    );
    // A worker whose connection fails before it is ready never tries again: better a start that fails.
    await worker.waitUntilReady();
  }

  /** Puts back what a queue lost: clock work and events. Waits while the queue's store is away. */
  private async care(): Promise<boolean> {
    for (const { queueName, schedules } of this.processors) {
      const restored = await restoreSchedules(this.queues.get(queueName), schedules);
      if (restored > 0) logger.warn({ queue: queueName, schedules: restored }, 'putting lost clock work back');
    }
    for (const watch of this.watches) await watch.look();
    return this.lost.sendAgain(this.routes);
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
