import { defineEvent } from '../../platform/outbox/event.js';
import { redeemedSchema, releasedSchema, reversedSchema } from './redemption-facts.schemas.js';

export type { RedeemedPayload, ReleasedPayload, ReversedPayload } from './redemption-facts.schemas.js';

/** A benefit was given at a till; committed. */
export const redemptionRedeemed = defineEvent('redemption.redeemed', redeemedSchema);

/** A redemption was taken back, in whole or in part. */
export const redemptionReversed = defineEvent('redemption.reversed', reversedSchema);

/** What an authorization held of a campaign that has ended is its line's again. */
export const authorizationReleased = defineEvent('authorization.released', releasedSchema);
