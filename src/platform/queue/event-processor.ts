import type { Job } from 'bullmq';
import { z } from 'zod';
import type { Handler, Schedule } from './handlers.js';
import type { PackRunner } from './pack-runner.js';

export const ATTEMPTS_MAX = 5;
export const BACKOFF_MS = 500;
export const CLOCK_PREFIX = 'clock:';
/** A failing pack is worked on event by event, so that is how much one poison event can slow down. */
export const PACK_EVENTS_MAX = 100;

const packSchema = z.object({ eventIds: z.array(z.uuid()).min(1).max(PACK_EVENTS_MAX) });

/** Base of every `*.processor.ts`: finds the handler of a job and runs it; a job nobody handles is an error, never silence. */
export abstract class EventProcessor {
  abstract readonly handlers: readonly Handler[];
  readonly schedules: readonly Schedule[] = [];

  protected constructor(
    private readonly runner: PackRunner,
    readonly queueName: string,
  ) {}

  async process(job: Job): Promise<void> {
    if (job.name.startsWith(CLOCK_PREFIX)) {
      const schedule = this.schedules.find(({ name }) => CLOCK_PREFIX + name === job.name);
      if (!schedule) throw new Error(`queue ${this.queueName} has no schedule for ${job.name}`);
      await schedule.run();
      return;
    }
    const handler = this.handlers.find(({ event }) => event.name === job.name);
    if (!handler) throw new Error(`queue ${this.queueName} has no handler for ${job.name}`);
    const { eventIds } = packSchema.parse(job.data);
    await this.runner.run(this.queueName, handler, eventIds, job.attemptsMade + 1 >= (job.opts.attempts ?? 1));
  }
}
