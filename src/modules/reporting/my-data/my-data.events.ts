import { z } from 'zod';
import { defineEvent } from '../../../platform/outbox/event.js';

/** Somebody asked for a file of their own data. */
export const dataExportRequested = defineEvent('data-export.requested', z.object({ exportId: z.uuid() }));
