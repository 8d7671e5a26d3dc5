import { z } from 'zod';
import { fenSchema } from '../../shared/money.js';
import { defineEvent } from '../../platform/outbox/event.js';

const useSchema = z.object({
  campaignId: z.string(),
  version: z.number().int(),
  discountFen: fenSchema,
  unionFen: fenSchema,
  merchantFen: fenSchema,
});

const redeemedSchema = z.object({
  redemptionId: z.uuid(),
  occurredAt: z.iso.datetime({ offset: true }),
  merchantId: z.string(),
  storeId: z.string(),
  /** Path of the holder's union at that moment; statistics by subtree need it, a merchant never sees it. */
  orgPath: z.string(),
  discountFen: fenSchema,
  unionFen: fenSchema,
  merchantFen: fenSchema,
  uses: z.array(useSchema),
});
export type RedeemedPayload = z.infer<typeof redeemedSchema>;

const reversedSchema = z.object({
  reversalId: z.uuid(),
  redemptionId: z.uuid(),
  occurredAt: z.iso.datetime({ offset: true }),
  merchantId: z.string(),
  storeId: z.string(),
  returnedFen: fenSchema,
  unionFen: fenSchema,
  merchantFen: fenSchema,
  uses: z.array(useSchema.omit({ version: true })),
});
export type ReversedPayload = z.infer<typeof reversedSchema>;

/** A benefit was given at a till; committed. */
export const redemptionRedeemed = defineEvent('redemption.redeemed', redeemedSchema);

/** A redemption was taken back, in whole. */
export const redemptionReversed = defineEvent('redemption.reversed', reversedSchema);
