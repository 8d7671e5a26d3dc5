import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { EventRoute } from '../outbox/event.js';
import { PACK_EVENTS_MAX } from './event-processor.js';
import { Queues } from './queues.js';

/** Big enough that finding them costs little beside marking them, small enough that no queue waits long for its part. */
const TAKE_ROWS = 5_000;

interface TakenRow {
  id: string;
  event: string;
}

/** Carries announced facts from the outbox to the queues of those who listen. Safe to run in many processes at once. */
@Injectable()
export class Relay {
  private routes: readonly EventRoute[] = [];

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  use(routes: readonly EventRoute[]): void {
    this.routes = routes;
  }

  /** Carries what waits now; says whether more may wait. */
  async carry(): Promise<boolean> {
    const rows = await this.take();
    if (rows.length === 0) return false;
    try {
      await Promise.all(this.packs(rows).map(({ queue, event, ids }) => this.send(queue, event, ids)));
    } catch (error) {
      await this.giveBack(rows);
      throw error;
    }
    return rows.length === TAKE_ROWS;
  }

  private async send(queue: string, event: string, ids: readonly string[]): Promise<void> {
    await this.queues.get(queue).addBulk(chunk(ids).map((eventIds) => ({ name: event, data: { eventIds } })));
  }

  /**
   * Marks the oldest as sent and commits that before anything is sent: one write an event instead of a lease and a mark. What a
   * relay took along when it died is in no queue and in no inbox, so it counts as lost and is sent again like everything lost.
   */
  private async take(): Promise<TakenRow[]> {
    const [rows]: [TakenRow[], number] = await this.database.transaction((tx) => tx.query(TAKE, [TAKE_ROWS]));
    return rows;
  }

  private async giveBack(rows: readonly TakenRow[]): Promise<void> {
    await this.database.transaction((tx) =>
      tx.query(`UPDATE outbox SET status = 'WAITING', sent_at = NULL WHERE id = ANY($1::uuid[]) AND status = 'SENT'`, [
        rows.map((row) => row.id),
      ]),
    );
  }

  private packs(rows: readonly TakenRow[]): { queue: string; event: string; ids: string[] }[] {
    return this.routes.flatMap(({ event, to }) => {
      const ids = rows.filter((row) => row.event === event.name).map((row) => row.id);
      return ids.length === 0 ? [] : to.map((queue) => ({ queue, event: event.name, ids }));
    });
  }
}

// `status <> 'SENT'` is the condition of the index; said in other words, all that was ever sent would be read. The range of ids
// keeps the other partitions out.
const TAKE = `
  WITH due AS MATERIALIZED (
    SELECT id FROM outbox WHERE status <> 'SENT' AND (status = 'WAITING' OR leased_until < now())
    ORDER BY occurred_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  UPDATE outbox SET status = 'SENT', sent_at = now(), leased_until = NULL
  WHERE id = ANY(ARRAY(SELECT id FROM due))
    AND id BETWEEN (SELECT id FROM due ORDER BY id LIMIT 1) AND (SELECT id FROM due ORDER BY id DESC LIMIT 1)
  RETURNING id, event`;

function chunk(ids: readonly string[]): string[][] {
  const packs: string[][] = [];
  for (let start = 0; start < ids.length; start += PACK_EVENTS_MAX)
    packs.push(ids.slice(start, start + PACK_EVENTS_MAX));
  return packs;
}
