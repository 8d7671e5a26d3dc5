import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { logger } from '../logging/logger.js';
import type { EventRoute } from '../outbox/event.js';
import { oldestJobAt, Queues } from './queues.js';

/** Clocks of the database and of the processes may differ by this much. */
const CLOCKS_APART_MS = 5_000;
const LOOK_BACK_MS = 7 * 86_400_000;
/** Rows looked at by one statement: about 50 ms of the database's time. */
const PAGE_ROWS = 10_000;

/** Up to here, in the order of sending, every event was handled, buried or sent again. */
interface Mark {
  readonly sentAt: string;
  readonly id: string;
}

interface Page {
  readonly seen: number;
  readonly resent: number;
  readonly last: Mark | null;
}

/**
 * Sends again what a queue lost, such as everything when Redis was flushed. A queue is served in order, so an event sent before the
 * oldest job still in it is either handled or lost: what merely waits in a long queue is never sent twice for its age. Behind the
 * mark nothing is looked at again, so a run costs what was sent since the last one, whatever the history. The mark is kept in
 * memory: a process that starts looks through the last seven days once.
 */
@Injectable()
export class LostEvents {
  private readonly marks = new Map<string, Mark>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Puts events that were sent but are neither handled nor still in a queue back to waiting; the inbox keeps a second run without
   * effect. One page of each consumer; says whether there are more.
   */
  async sendAgain(routes: readonly EventRoute[]): Promise<boolean> {
    let more = false;
    for (const consumer of new Set(routes.flatMap(({ to }) => to))) {
      const events = routes.filter(({ to }) => to.includes(consumer)).map(({ event }) => event.name);
      const oldest = await oldestJobAt(this.queues.get(consumer));
      const page = await this.lookAtPage(consumer, events, oldest === null ? null : new Date(oldest - CLOCKS_APART_MS));
      if (page.last) this.marks.set(consumer, page.last);
      if (page.resent > 0) logger.warn({ queue: consumer, events: page.resent }, 'sending lost events again');
      more ||= page.seen === PAGE_ROWS;
    }
    return more;
  }

  private lookAtPage(consumer: string, events: readonly string[], until: Date | null): Promise<Page> {
    const mark = this.marks.get(consumer) ?? null;
    return this.database.transaction(async (tx) => {
      const [row]: [Page] = await tx.query(PAGE, [
        mark?.sentAt ?? null,
        mark?.id ?? null,
        LOOK_BACK_MS,
        this.config.RESEND_AFTER_MS,
        until,
        PAGE_ROWS,
        consumer,
        events,
      ]);
      return row;
    });
  }
}

// The two scalar subqueries stay a look-up per row of the page; as joins they could become a scan of all that was ever handled.
const PAGE = `
  WITH page AS MATERIALIZED (
    SELECT id, event, sent_at FROM outbox
    WHERE status = 'SENT' AND sent_at >= coalesce($1::timestamptz, now() - $3 * interval '1 ms')
      AND (sent_at, id) > (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
      AND sent_at < least(now() - $4 * interval '1 ms', $5::timestamptz)
    ORDER BY sent_at, id LIMIT $6
  ), lost AS (
    SELECT id FROM page WHERE event = ANY($8)
      AND (SELECT i.event_id FROM inbox i WHERE i.consumer = $7 AND i.event_id = page.id LIMIT 1) IS NULL
      AND (SELECT d.id FROM dead_letter d WHERE d.consumer = $7 AND d.event_id = page.id AND d.state <> 'REPLAYED' LIMIT 1) IS NULL
  ), again AS (
    UPDATE outbox o SET status = 'WAITING', sent_at = NULL FROM lost WHERE o.id = lost.id AND o.status = 'SENT' RETURNING o.id
  )
  SELECT (SELECT count(*)::int FROM page) AS seen, (SELECT count(*)::int FROM again) AS resent,
    (SELECT json_build_object('sentAt', sent_at::text, 'id', id) FROM page ORDER BY sent_at DESC, id DESC LIMIT 1) AS last`;
