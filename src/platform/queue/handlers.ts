import type { Tx } from '../database/database.js';
import type { EventDefinition, EventOf } from '../outbox/event.js';

/** Works on many facts of one kind at once, in one transaction together with the note that they were handled. */
export interface SetHandler {
  readonly mode: 'set';
  readonly event: EventDefinition;
  run(tx: Tx, events: readonly EventOf<unknown>[]): Promise<void>;
}

/** Long work started by one fact; it makes its own transactions and must be safe to run again. */
export interface TaskHandler {
  readonly mode: 'task';
  readonly event: EventDefinition;
  run(event: EventOf<unknown>): Promise<void>;
}

export type Handler = SetHandler | TaskHandler;

/** Listens to a fact set-wise. */
export function on<Payload>(
  event: EventDefinition<Payload>,
  run: (tx: Tx, events: readonly EventOf<Payload>[]) => Promise<void>,
): SetHandler {
  // The pack runner parses each payload by the event's own schema before it calls, so the types agree.
  return { mode: 'set', event, run: run };
}

/** Listens to a fact with long work. */
export function onTask<Payload>(
  event: EventDefinition<Payload>,
  run: (event: EventOf<Payload>) => Promise<void>,
): TaskHandler {
  return { mode: 'task', event, run: run };
}

/** Clock work of a module, run by one jobs process at a time. */
export interface Schedule {
  readonly name: string;
  /** Either a cron pattern in Shanghai time or a period. */
  readonly when: { readonly pattern: string } | { readonly everyMs: number };
  run(): Promise<void>;
}
