import { z } from 'zod';
import { fenSchema } from '../../shared/money.js';

const useSchema = z.object({
  campaignId: z.string(),
  version: z.number().int(),
  discountFen: fenSchema,
  unionFen: fenSchema,
  merchantFen: fenSchema,
});

/** Payload of `redemption.redeemed`. */
export const redeemedSchema = z.object({
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

/** Payload of `redemption.reversed`. */
export const reversedSchema = z.object({
  reversalId: z.uuid(),
  redemptionId: z.uuid(),
  occurredAt: z.iso.datetime({ offset: true }),
  merchantId: z.string(),
  storeId: z.string(),
  returnedFen: fenSchema,
  unionFen: fenSchema,
  merchantFen: fenSchema,
  /** `lineId` names the budget line the UNION share went to, because its campaign has ended; null: back to the campaign. */
  uses: z.array(
    useSchema.omit({ version: true }).extend({
      lineId: z.string().nullable(),
      /** Nothing of this benefit is left; absent in facts of the time when only whole redemptions were taken back. */
      gone: z.boolean().optional(),
    }),
  ),
});
export type ReversedPayload = z.infer<typeof reversedSchema>;

/** Payload of `authorization.released`. */
export const releasedSchema = z.object({
  authorizationId: z.uuid(),
  occurredAt: z.iso.datetime({ offset: true }),
  uses: z.array(z.object({ campaignId: z.string(), unionFen: fenSchema, lineId: z.string() })),
});
export type ReleasedPayload = z.infer<typeof releasedSchema>;
