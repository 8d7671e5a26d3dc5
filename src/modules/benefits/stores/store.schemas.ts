import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { heldSchema, offerTermsSchema, placeSchema } from '../offers/offer.schemas.js';

const SEARCH_MAX = 40;

export const storesQuerySchema = z.strictObject({
  /** A part of the name of store, merchant, street or park. */
  q: z.string().trim().max(SEARCH_MAX).optional(),
});

const storeSchema = z
  .strictObject({ ...placeSchema.shape, parkName: z.string().nullable() })
  .meta({ id: 'WorkerStore' });
export type WorkerStore = z.infer<typeof storeSchema>;

/** Those of my own park first. */
export const storesSchema = z.strictObject({ items: z.array(storeSchema) }).meta({ id: 'WorkerStores' });
export type WorkerStores = z.infer<typeof storesSchema>;

export const storeBenefitsQuerySchema = z.strictObject({
  /** What I mean to spend; left out, each benefit is asked for by itself. */
  amountFen: z.coerce.number().pipe(fenSchema.min(1)).optional(),
});

/** The smallest change that would give it; exactly what is named helps. */
const helpSchema = z
  .strictObject({
    moreFen: fenSchema.optional(),
    from: z.string().optional(),
    /** Names of stores that give it. */
    places: z.array(z.string()).optional(),
    item: z.string().optional(),
    /** A pack that can be claimed at this moment. */
    claim: z.literal(true).optional(),
  })
  .meta({ id: 'StoreBenefitHelp' });
export type StoreBenefitHelp = z.infer<typeof helpSchema>;

const benefitShape = {
  campaignId: z.string(),
  label: z.string(),
  offer: offerTermsSchema,
  /** What I hold of it; null where nothing is handed out beforehand. */
  held: heldSchema.nullable(),
};

/** What works for me in a store, and for everything of mine that does not, the true reason. */
export const storeBenefitsSchema = z
  .strictObject({
    store: storeSchema,
    /** Null when no amount was asked about; what is saved is null then too. */
    amountFen: fenSchema.nullable(),
    discountFen: fenSchema.nullable(),
    payableFen: fenSchema.nullable(),
    applies: z.array(
      z.strictObject({ ...benefitShape, discountFen: fenSchema.nullable() }).meta({ id: 'StoreBenefitApplies' }),
    ),
    /** Those something helps with first, those of other stores last. */
    left: z.array(
      z
        .strictObject({ ...benefitShape, reason: z.string(), help: helpSchema.nullable() })
        .meta({ id: 'StoreBenefitLeft' }),
    ),
  })
  .meta({ id: 'StoreBenefits' });
export type StoreBenefits = z.infer<typeof storeBenefitsSchema>;
