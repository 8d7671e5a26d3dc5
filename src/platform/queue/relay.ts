import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { logger } from '../logging/logger.js';
import type { EventRoute } from '../outbox/event.js';
import { Queues } from './queues.js';

const LEASE_MS = 30_000;
const LEASE_ROWS = 1_000;
const PACK_EVENTS = 100;
/** How long a sent event may stay unhandled before it is sent again; a flushed Redis is refilled this way. */
export const RESEND_AFTER_MS = 60_000;
const RESEND_WITHIN_MS = 7 * 86_400_000;
const RESEND_ROWS = 10_000;

interface WaitingRow {
  id: string;
  event: string;
}

/** Carries announced facts from the outbox to the queues of those who listen. Safe to run in many processes at once. */
@Injectable()
export class Relay {
  private routes: readonly EventRoute[] = [];
  private running = false;
  private stopped: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  use(routes: readonly EventRoute[]): void {
    this.routes = routes;
  }

  /** Starts carrying; an idle relay looks every `intervalMs`, a busy one goes on at once. */
  start(intervalMs: number): void {
    this.running = true;
    this.stopped = this.loop(intervalMs);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.stopped;
  }

  /** Carries what waits now; returns how many facts it took. */
  async carry(): Promise<number> {
    const rows = await this.lease();
    if (rows.length === 0) return 0;
    for (const pack of this.packs(rows)) {
      await this.queues
        .get(pack.queue)
        .addBulk(chunk(pack.ids).map((eventIds) => ({ name: pack.event, data: { eventIds } })));
    }
    await this.database.transaction((tx) =>
      tx.query(`UPDATE outbox SET status = 'SENT', sent_at = now(), leased_until = NULL WHERE id = ANY($1::uuid[])`, [
        rows.map((row) => row.id),
      ]),
    );
    return rows.length;
  }

  /** Puts facts that were sent but never handled back to waiting; the inbox keeps a second run without effect. */
  async resendLost(): Promise<number> {
    let resent = 0;
    for (const { event, to } of this.routes) {
      const [, count]: [unknown, number] = await this.database.transaction((tx) =>
        tx.query(
          `UPDATE outbox SET status = 'WAITING', sent_at = NULL WHERE id IN (
             SELECT o.id FROM outbox o
             WHERE o.status = 'SENT' AND o.event = $1 AND o.sent_at BETWEEN now() - $4 * interval '1 ms' AND now() - $3 * interval '1 ms'
               AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS consumer
                 WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = consumer AND i.event_id = o.id)
                   AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.consumer = consumer AND d.event_id = o.id AND d.state <> 'REPLAYED'))
             LIMIT $5)`,
          [event.name, to, RESEND_AFTER_MS, RESEND_WITHIN_MS, RESEND_ROWS],
        ),
      );
      resent += count;
    }
    return resent;
  }

  private async loop(intervalMs: number): Promise<void> {
    while (this.running) {
      let carried = 0;
      try {
        carried = await this.carry();
      } catch (error) {
        logger.warn({ error: String(error) }, 'relay could not carry, trying again');
      }
      if (carried < LEASE_ROWS) await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  }

  /** Rows are leased and the lease committed before anything is sent: a relay that dies leaves them to the next after the lease. */
  private async lease(): Promise<WaitingRow[]> {
    const [rows]: [WaitingRow[], number] = await this.database.transaction((tx) =>
      tx.query(
        `UPDATE outbox SET status = 'LEASED', leased_until = now() + $1 * interval '1 ms' WHERE id IN (
           SELECT id FROM outbox WHERE status = 'WAITING' OR (status = 'LEASED' AND leased_until < now())
           ORDER BY occurred_at LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING id, event`,
        [LEASE_MS, LEASE_ROWS],
      ),
    );
    return rows;
  }

  private packs(rows: readonly WaitingRow[]): { queue: string; event: string; ids: string[] }[] {
    return this.routes.flatMap(({ event, to }) => {
      const ids = rows.filter((row) => row.event === event.name).map((row) => row.id);
      return ids.length === 0 ? [] : to.map((queue) => ({ queue, event: event.name, ids }));
    });
  }
}

function chunk(ids: readonly string[]): string[][] {
  const packs: string[][] = [];
  for (let start = 0; start < ids.length; start += PACK_EVENTS) packs.push(ids.slice(start, start + PACK_EVENTS));
  return packs;
}
