import { setTimeout as sleep } from 'node:timers/promises';
import { eventRoutes } from '../../src/event-routes.js';
import type { TestApp } from './app.js';

const PATIENCE_MS = 45_000;

/** Waits until every announced fact was handled by everybody who listens. */
export async function drain({ database }: Pick<TestApp, 'database'>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const waiting = await countWaiting(database);
    if (waiting === 0) return;
    if (Date.now() > deadline) throw new Error(`${waiting} facts were not handled in time`);
    await sleep(30);
  }
}

async function countWaiting(database: TestApp['database']): Promise<number> {
  const pairs = eventRoutes.flatMap(({ event, to }) => to.map((consumer) => ({ event: event.name, consumer })));
  const rows: { n: number }[] = await database.db.query(
    `SELECT count(*)::int AS n FROM outbox o JOIN jsonb_to_recordset($1::jsonb) AS r (event text, consumer text) ON r.event = o.event
     WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = r.consumer AND i.event_id = o.id)`,
    [JSON.stringify(pairs)],
  );
  return rows[0]?.n ?? 0;
}
