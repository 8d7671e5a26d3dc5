import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { EventRoute } from '../outbox/event.js';
import { Queues } from './queues.js';

const LEASE_MS = 30_000;
const LEASE_ROWS = 1_000;
const PACK_EVENTS = 100;
interface WaitingRow {
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
    const rows = await this.lease();
    if (rows.length === 0) return false;
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
    return rows.length === LEASE_ROWS;
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
