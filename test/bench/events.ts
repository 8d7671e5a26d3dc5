import type { Client } from 'pg';
import { eventRoutes } from '../../src/event-routes.js';
import { firstIdAt } from '../../src/shared/ids.js';

/**
 * Nobody is to carry what earlier rows announced: it counts as sent long ago, before the days in which lost events are looked for.
 * Answers the first id of an event after it.
 */
export async function forgetEvents(owner: Client): Promise<string> {
  await owner.query(
    `UPDATE outbox SET status = 'SENT', sent_at = now() - interval '30 days' WHERE status <> 'SENT' OR sent_at > now() - interval '8 days'`,
  );
  await owner.query('VACUUM (ANALYZE) outbox');
  return firstIdAt(Date.now());
}

/** Whether somebody who hears of it, the books or the statistics, has not noted an event since. */
export async function isAnyWaiting(owner: Client, since: string): Promise<boolean> {
  const pairs = eventRoutes.flatMap(({ event, to }) => to.map((consumer) => ({ event: event.name, consumer })));
  // The newest first: while anything waits, they do.
  const { rows } = await owner.query(
    `SELECT 1 FROM outbox o JOIN jsonb_to_recordset($1::jsonb) AS r (event text, consumer text) ON r.event = o.event
     WHERE o.id >= $2 AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = r.consumer AND i.event_id = o.id) ORDER BY o.id DESC LIMIT 1`,
    [JSON.stringify(pairs), since],
  );
  return rows.length > 0;
}
