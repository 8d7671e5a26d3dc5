import { eventRoutes } from '../../event-routes.js';
import { processors } from '../../app.module.js';
import { PACK_EVENTS_MAX, type EventProcessor } from '../../platform/queue/event-processor.js';
import { assertRoutesMatchHandlers } from '../../platform/queue/jobs-runtime.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import type { Product } from './product.js';

/** Clock work that comes by at least so often is what deadlines wait for; slower work only tidies up or audits. */
const DEADLINE_WORK_EVERY_MS = 60_000;
const FACTS_AT_ONCE = 1_000;
const ROUNDS_MAX = 10_000;

interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly consumer: string;
}

/**
 * What the jobs process does, one thing after the other: facts reach their listeners through the same handlers and inbox, and clock
 * work runs at the very instant it is due. Queues would do the same in an order nobody can foresee.
 */
export class ClockWork {
  private readonly listeners: readonly EventProcessor[];
  private readonly runner: PackRunner;

  constructor(private readonly product: Product) {
    this.listeners = processors.map((type) => product.get<EventProcessor>(type));
    this.runner = product.get(PackRunner);
    assertRoutesMatchHandlers(eventRoutes, this.listeners);
  }

  /** Moves the clock to an instant; whatever is due until then happens before, each at its own time. */
  async moveTo(epochMs: number): Promise<void> {
    const { clock } = this.product;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const dueMs = await this.nextDeadline(epochMs);
      if (dueMs === null) break;
      clock.set(new Date(Math.max(dueMs, clock.now().getTime())));
      await this.runDeadlines();
      await this.drain();
      if ((await this.nextDeadline(epochMs)) === dueMs) throw new Error('clock work left undone what was due');
    }
    clock.set(new Date(epochMs));
  }

  /** Everything the modules do by the clock, as of now. */
  async runDeadlines(): Promise<void> {
    for (const { schedules } of this.listeners)
      for (const schedule of schedules)
        if ('everyMs' in schedule.when && schedule.when.everyMs <= DEADLINE_WORK_EVERY_MS) await schedule.run();
  }

  /** Lets every announced fact be handled by everybody who listens; what that announces too. */
  async drain(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const waiting = await this.listWaiting();
      if (waiting.length === 0) return;
      for (const { consumer, event, ids } of inPacks(waiting)) {
        const listener = this.listeners.find(({ queueName }) => queueName === consumer);
        const handler = listener?.handlers.find((each) => each.event.name === event);
        if (!handler) throw new Error(`nobody handles ${event} for ${consumer}`);
        // Not the last attempt: a handler that fails must end the rehearsal instead of burying the fact.
        await this.runner.run(consumer, handler, ids, false);
      }
    }
    throw new Error('facts announce facts without end');
  }

  /** What is in no inbox was not handled: the rule by which the product finds what a queue lost. */
  private listWaiting(): Promise<Waiting[]> {
    const pairs = eventRoutes.flatMap(({ event, to }) => to.map((consumer) => ({ event: event.name, consumer })));
    return this.product.database.db.query(
      `SELECT o.id, o.event, r.consumer FROM outbox o JOIN jsonb_to_recordset($1::jsonb) AS r (event text, consumer text) ON r.event = o.event
       WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = r.consumer AND i.event_id = o.id)
       ORDER BY o.occurred_at, o.id, r.consumer LIMIT $2`,
      [JSON.stringify(pairs), FACTS_AT_ONCE],
    );
  }

  private async nextDeadline(untilMs: number): Promise<number | null> {
    const rows: { at: Date | null }[] = await this.product.database.db.query(
      `SELECT min(at) AS at FROM (
         SELECT ends_at AS at FROM campaign_runtime WHERE state <> 'ENDED'
         UNION ALL SELECT expires_at FROM till_authorization WHERE state = 'HELD') AS due WHERE at <= $1`,
      [new Date(untilMs)],
    );
    return rows[0]?.at?.getTime() ?? null;
  }
}

/** Facts of one kind for one listener go together, as the relay packs them. */
function inPacks(waiting: readonly Waiting[]): { consumer: string; event: string; ids: string[] }[] {
  const packs: { consumer: string; event: string; ids: string[] }[] = [];
  for (const { id, event, consumer } of waiting) {
    const open = packs.findLast((pack) => pack.consumer === consumer);
    if (open?.event === event && open.ids.length < PACK_EVENTS_MAX) open.ids.push(id);
    else packs.push({ consumer, event, ids: [id] });
  }
  return packs;
}
