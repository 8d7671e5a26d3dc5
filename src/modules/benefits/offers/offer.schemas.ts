import { z } from 'zod';

const placeSchema = z
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

const offerTermsSchema = z
  .strictObject({
    type: z.string(),
    bps: z.number().int().optional(),
    thresholdFen: z.number().int().optional(),
    offFen: z.number().int().optional(),
    capFen: z.number().int().optional(),
    repeat: z.boolean().optional(),
  })
  .meta({ id: 'BenefitOffer' });

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
    /** Whether weekday, hour, date and kind of day agree at this moment. */
    runningNow: z.boolean(),
  })
  .meta({ id: 'WorkerBenefit' });
export type WorkerBenefit = z.infer<typeof workerBenefitSchema>;

export const workerBenefitsSchema = z
  .strictObject({ items: z.array(workerBenefitSchema) })
  .meta({ id: 'WorkerBenefits' });
export type WorkerBenefits = z.infer<typeof workerBenefitsSchema>;
