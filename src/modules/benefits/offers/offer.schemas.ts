import { z } from 'zod';

export const placeSchema = z
  .strictObject({
    storeId: z.string(),
    storeName: z.string(),
    merchantName: z.string(),
    address: z.string(),
    parkCode: z.string().nullable(),
    openingHours: z.string(),
  })
  .meta({ id: 'BenefitPlace' });
export type BenefitPlace = z.infer<typeof placeSchema>;

export const offerTermsSchema = z
  .strictObject({
    type: z.string(),
    bps: z.number().int().optional(),
    thresholdFen: z.number().int().optional(),
    offFen: z.number().int().optional(),
    capFen: z.number().int().optional(),
    repeat: z.boolean().optional(),
    item: z.string().optional(),
    priceFen: z.number().int().optional(),
    service: z.string().optional(),
    /** Vouchers of one pack or gift. */
    count: z.number().int().optional(),
    /** How many may be used at once. */
    perRedemption: z.number().int().optional(),
  })
  .meta({ id: 'BenefitOffer' });

export const heldSchema = z
  .strictObject({ units: z.number().int(), fen: z.number().int() })
  .meta({ id: 'BenefitHeld' });

/** One benefit as its holder sees it. Nothing in it tells a targeted one from one for everybody. */
export const workerBenefitSchema = z
  .strictObject({
    campaignId: z.string(),
    label: z.string(),
    offer: offerTermsSchema,
    places: z.array(placeSchema),
    everywhere: z.boolean(),
    when: z
      .strictObject({
        from: z.string(),
        to: z.string(),
        weekdays: z.array(z.number().int()),
        hours: z.array(z.string()),
      })
      .meta({ id: 'BenefitTimes' }),
    remaining: z.strictObject({ timesToday: z.number().int().nullable() }).meta({ id: 'BenefitRemaining' }),
    /** What I hold of it; null where nothing is handed out beforehand. */
    held: heldSchema.nullable(),
    /** When packs are claimed, and whether I have mine; null where nothing is claimed. */
    claim: z
      .strictObject({
        from: z.string(),
        to: z.string(),
        state: z.enum(['COMING', 'OPEN', 'CLAIMED', 'SOLD_OUT', 'OVER']),
      })
      .meta({ id: 'BenefitClaim' })
      .nullable(),
    /** Whether weekday, hour, date and kind of day agree at this moment. */
    runningNow: z.boolean(),
  })
  .meta({ id: 'WorkerBenefit' });
export type WorkerBenefit = z.infer<typeof workerBenefitSchema>;

export const workerBenefitsSchema = z
  .strictObject({ items: z.array(workerBenefitSchema) })
  .meta({ id: 'WorkerBenefits' });
export type WorkerBenefits = z.infer<typeof workerBenefitsSchema>;
