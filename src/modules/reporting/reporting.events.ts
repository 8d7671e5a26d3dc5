import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** An administrator wants the indicators counted anew from the rows, and so many closed months with them. */
export const talliesRebuildRequested = defineEvent(
  'tallies.rebuild-requested',
  z.object({ months: z.number().int().min(0).max(24) }),
);
