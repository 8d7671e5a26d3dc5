import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A union went under another one with everything below it; paths are the moved union's own, before and after. */
export const orgMoved = defineEvent(
  'org.moved',
  z.object({ orgId: z.string(), fromPath: z.string(), toPath: z.string(), occurredAt: z.string() }),
);
