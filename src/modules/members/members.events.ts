import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A roster file waits to be read. */
export const memberImportRequested = defineEvent('member-import.requested', z.object({ importId: z.uuid() }));
