import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { Database, type Tx } from '../database/database.js';
import type { EventDefinition, EventOf } from '../outbox/event.js';
import type { Handler, SetHandler, TaskHandler } from './handlers.js';

const REASON_CHARS_MAX = 500;

interface OutboxRow {
  id: string;
  payload: unknown;
  occurred_at: Date;
}

/** Runs a pack of event ids through a handler so that each event takes effect exactly once per consumer. */
@Injectable()
export class PackRunner {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A pack that fails is split, so that only the poison event fails; on the last attempt it becomes a dead letter and the job succeeds.
   * @throws the first failure when it is not the last attempt, so that the queue tries again
   */
  async run(consumer: string, handler: Handler, eventIds: readonly string[], lastAttempt: boolean): Promise<void> {
    if (handler.mode === 'set' && eventIds.length > 1) {
      try {
        await this.runSet(consumer, handler, eventIds);
        return;
      } catch {
        // Fall through: one by one, so that the others flow on.
      }
    }
    let failure: unknown;
    for (const eventId of eventIds) {
      try {
        await (handler.mode === 'set'
          ? this.runSet(consumer, handler, [eventId])
          : this.runTask(consumer, handler, eventId));
      } catch (error) {
        failure ??= error;
        if (lastAttempt) await this.bury(consumer, handler.event, eventId, error);
      }
    }
    if (failure !== undefined && !lastAttempt) throw failure;
  }

  private async runSet(consumer: string, handler: SetHandler, eventIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const fresh = await claim(tx, consumer, handler.event, eventIds);
      if (fresh.length > 0) await handler.run(tx, fresh);
    });
  }

  private async runTask(consumer: string, handler: TaskHandler, eventId: string): Promise<void> {
    const done: unknown[] = await this.database.db.query('SELECT 1 FROM inbox WHERE consumer = $1 AND event_id = $2', [
      consumer,
      eventId,
    ]);
    if (done.length > 0) return;
    const [event] = await this.database.transaction((tx) => load(tx, handler.event, [eventId]));
    if (event === undefined) return;
    await handler.run(event);
    await this.database.transaction((tx) => claim(tx, consumer, handler.event, [eventId]));
  }

  private async bury(consumer: string, event: EventDefinition, eventId: string, error: unknown): Promise<void> {
    await this.database.transaction((tx) =>
      tx.query(
        `INSERT INTO dead_letter (id, consumer, event_id, event, reason, died_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT dead_letter_once DO UPDATE SET reason = excluded.reason, state = 'DEAD', died_at = excluded.died_at`,
        [newId(), consumer, eventId, event.name, reasonOf(error).slice(0, REASON_CHARS_MAX), this.clock.now()],
      ),
    );
  }
}

/** Notes events as handled and loads those nobody handled before, in one round trip; a twin waits here on the unique key. */
async function claim(
  tx: Tx,
  consumer: string,
  event: EventDefinition,
  eventIds: readonly string[],
): Promise<EventOf<unknown>[]> {
  const rows: OutboxRow[] = await tx.query(
    `WITH fresh AS (
       INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM unnest($2::uuid[]) AS id ORDER BY id ON CONFLICT DO NOTHING RETURNING event_id)
     SELECT o.id, o.payload, o.occurred_at FROM fresh
     CROSS JOIN LATERAL (SELECT id, payload, occurred_at FROM outbox WHERE id = fresh.event_id AND event = $3 LIMIT 1) o
     ORDER BY o.occurred_at, o.id`,
    [consumer, eventIds, event.name],
  );
  return rows.map((row) => parse(event, row));
}

async function load(tx: Tx, event: EventDefinition, eventIds: readonly string[]): Promise<EventOf<unknown>[]> {
  const rows: OutboxRow[] = await tx.query(
    'SELECT id, payload, occurred_at FROM outbox WHERE id = ANY($1::uuid[]) AND event = $2 ORDER BY occurred_at, id',
    [eventIds, event.name],
  );
  return rows.map((row) => parse(event, row));
}

function parse(event: EventDefinition, row: OutboxRow): EventOf<unknown> {
  return { id: row.id, occurredAt: row.occurred_at, payload: event.schema.parse(row.payload) };
}

/** What an operator reads; messages of ours and of the database name columns and rules, never a person. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return `payload does not fit: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
