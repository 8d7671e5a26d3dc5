import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A person moved to another union; paths are those of the union left and the union joined. */
export const memberTransferred = defineEvent(
  'member.transferred',
  z.object({ memberId: z.uuid(), fromOrgPath: z.string(), toOrgPath: z.string(), occurredAt: z.string() }),
);
