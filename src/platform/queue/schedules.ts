import type { Queue } from 'bullmq';
import { CLOCK_PREFIX } from './event-processor.js';
import type { Schedule } from './handlers.js';

/** Puts clock work into the queue. What is there already keeps its next turn, unless its rhythm changed with this version. */
export async function putSchedules(queue: Queue, schedules: readonly Schedule[]): Promise<void> {
  for (const schedule of schedules) await put(queue, schedule);
}

/**
 * Puts back what the queue lost, as after a flush. Nothing is touched that is still there: putting it anew every time would
 * move the next turn of slow work on and on.
 */
export async function restoreSchedules(queue: Queue, schedules: readonly Schedule[]): Promise<number> {
  let restored = 0;
  for (const schedule of schedules) {
    if (await isThere(queue, CLOCK_PREFIX + schedule.name)) continue;
    await put(queue, schedule);
    restored += 1;
  }
  return restored;
}

async function put(queue: Queue, { name, when }: Schedule): Promise<void> {
  const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.pattern, tz: 'Asia/Shanghai' };
  await queue.upsertJobScheduler(CLOCK_PREFIX + name, repeat, { name: CLOCK_PREFIX + name });
}

/** A scheduler lives on through the one job of its next turn: either may be lost without the other. */
async function isThere(queue: Queue, id: string): Promise<boolean> {
  const scheduler = await queue.getJobScheduler(id);
  if (scheduler?.next === undefined) return false;
  return (await queue.getJob(`repeat:${id}:${scheduler.next}`)) !== undefined;
}
