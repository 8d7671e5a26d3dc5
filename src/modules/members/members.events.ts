import { z } from 'zod';
import { defineEvent } from '../../platform/outbox/event.js';

/** A person moved to another union; paths are those of the union left and the union joined. */
const leaving = z.object({
  memberId: z.uuid(),
  fromOrgPath: z.string(),
  toOrgPath: z.string(),
  occurredAt: z.string(),
});
export const memberTransferred = defineEvent('member.transferred', leaving);

/** A member is between jobs: `toOrgPath` is the part of the tree that still reaches them, the city. */
export const memberRetained = defineEvent('member.retained', leaving);

/** A member left the union: nothing reaches them any more. */
export const memberWithdrawn = defineEvent('member.withdrawn', leaving);

/** A member's number changed, or went to somebody else; the phone bound until then is not to be trusted. */
export const memberPhoneChanged = defineEvent(
  'member.phone-changed',
  z.object({ memberId: z.uuid(), occurredAt: z.string() }),
);
