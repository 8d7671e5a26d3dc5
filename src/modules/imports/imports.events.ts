import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** An import waits for its next step: reading, dry run, commit or undo. */
export const importRequested = defineEvent('import.requested', z.object({ importId: z.uuid() }));
