import type { z } from 'zod';

/** A fact a module announces; the name is `noun.verb-past`. */
export interface EventDefinition<Payload = unknown> {
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
}

/** One announced fact, as a listener gets it. */
export interface EventOf<Payload> {
  readonly id: string;
  readonly occurredAt: Date;
  readonly payload: Payload;
}

/** Declares a fact. Payloads hold ids, amounts and dates, never personal data. */
export function defineEvent<Payload>(name: string, schema: z.ZodType<Payload>): EventDefinition<Payload> {
  return { name, schema };
}

/** A line of the table that says who hears what. */
export interface EventRoute {
  readonly event: EventDefinition;
  /** Queues of the listening modules. */
  readonly to: readonly string[];
}
