import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A roster file waits to be read. */
export const memberImportRequested = defineEvent('member-import.requested', z.object({ importId: z.uuid() }));

/** A person moved to another union; paths are those of the union left and the union joined. */
export const memberTransferred = defineEvent(
  'member.transferred',
  z.object({ memberId: z.uuid(), fromOrgPath: z.string(), toOrgPath: z.string(), occurredAt: z.string() }),
);
