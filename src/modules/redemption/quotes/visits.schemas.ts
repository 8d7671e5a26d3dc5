import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { fenSchema } from '../../../shared/money.js';
import { givenSchema, restoredSchema } from '../held-part.schemas.js';

/** The smallest change that would give it; exactly what is named helps. */
const helpSchema = z
  .strictObject({
    moreFen: fenSchema.optional(),
    from: z.string().optional(),
    /** Names of stores and merchants that give it. */
    places: z.array(z.string()).optional(),
    item: z.string().optional(),
    phoneCode: z.literal(true).optional(),
  })
  .meta({ id: 'VisitHelp' });
export type VisitHelp = z.infer<typeof helpSchema>;

/** A benefit of mine that was not given, with its true reason. Nothing tells one for a group from one for everybody. */
const leftSchema = z
  .strictObject({ campaignId: z.string(), label: z.string(), reason: z.string(), help: helpSchema.nullable() })
  .meta({ id: 'VisitBenefitLeft' });
export type VisitLeft = z.infer<typeof leftSchema>;

/** My card at a till: what was asked or done there, and what came of it. */
const visitSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(['QUOTE', 'AUTHORIZATION', 'REDEMPTION']),
    /** Of an authorization or redemption as it is now; null for a quote. */
    state: z.string().nullable(),
    at: z.string(),
    storeId: z.string(),
    storeName: z.string(),
    merchantName: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    /** Why nothing was given; null when something was. */
    reason: z.string().nullable(),
    given: z.array(givenSchema),
    /** What reversals gave back to me. */
    restored: restoredSchema,
    /** Those something helps with first. */
    left: z.array(leftSchema),
  })
  .meta({ id: 'Visit' });
export type Visit = z.infer<typeof visitSchema>;

export const visitsSchema = z.strictObject({ items: z.array(visitSchema) }).meta({ id: 'Visits' });
export type Visits = z.infer<typeof visitsSchema>;
