import { defineEvent } from '../../platform/outbox/event.js';
import { redeemedSchema, reversedSchema } from './redemption-facts.schemas.js';

export type { RedeemedPayload, ReversedPayload } from './redemption-facts.schemas.js';

/** A benefit was given at a till; committed. */
export const redemptionRedeemed = defineEvent('redemption.redeemed', redeemedSchema);

/** A redemption was taken back, in whole. */
export const redemptionReversed = defineEvent('redemption.reversed', reversedSchema);
