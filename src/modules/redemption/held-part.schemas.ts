import { z } from 'zod';
import { fenSchema } from '../../shared/money.js';

/** Vouchers, a balance or uses of a service, and how many or how much of it. */
export const heldPartSchema = z
  .strictObject({
    campaignId: z.string(),
    label: z.string(),
    holds: z.enum(['VOUCHER', 'BALANCE', 'SERVICE']),
    units: z.int(),
    fen: fenSchema,
  })
  .meta({ id: 'HeldPart' });
export type HeldPart = z.infer<typeof heldPartSchema>;

/** What a benefit gave, and what of the holder's it took. */
export const givenSchema = z
  .strictObject({
    campaignId: z.string(),
    label: z.string(),
    discountFen: fenSchema,
    /** What the holder's vouchers, balance or service was used; null for a benefit nothing is held of. */
    holds: heldPartSchema.shape.holds.nullable(),
    /** Vouchers or uses it took. */
    units: z.int(),
  })
  .meta({ id: 'GivenBenefit' });
export type GivenBenefit = z.infer<typeof givenSchema>;
export const restoredSchema = z.array(heldPartSchema);
