import { z } from 'zod';
import { defineEvent } from '../../../platform/outbox/event.js';
import { CONSENT_KINDS } from './consents/consent.schemas.js';

/** Name, numbers and sign-in of a member are gone; whoever keeps more of the person removes it now. The id stays. */
export const memberErased = defineEvent(
  'member.erased',
  z.object({ memberId: z.uuid(), orgPath: z.string(), occurredAt: z.string() }),
);

/** Somebody took a consent back: what rests on it must not be used any more. */
export const memberConsentWithdrawn = defineEvent(
  'member-consent.withdrawn',
  z.object({ memberId: z.uuid(), kind: z.enum(CONSENT_KINDS) }),
);
