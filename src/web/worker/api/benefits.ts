import { z } from 'zod';
import { offerSchema } from '../../shared/offer.js';
import { session } from '../session.js';

const placeSchema = z.object({
  storeId: z.string(),
  storeName: z.string(),
  merchantName: z.string(),
  address: z.string().nullish(),
  parkCode: z.string().nullish(),
  openingHours: z.string().nullish(),
});
export type Place = z.infer<typeof placeSchema>;

const benefitSchema = z.object({
  campaignId: z.string(),
  label: z.string(),
  offer: offerSchema,
  places: z.array(placeSchema),
  everywhere: z.boolean(),
  when: z.object({
    from: z.string(),
    to: z.string(),
    weekdays: z.array(z.number()).optional(),
    hours: z.array(z.string()).optional(),
  }),
  remaining: z.object({ timesToday: z.number().nullable() }),
  runningNow: z.boolean(),
});
export type Benefit = z.infer<typeof benefitSchema>;

const benefitsSchema = z.object({ items: z.array(benefitSchema) });

export async function listBenefits(signal?: AbortSignal): Promise<Benefit[]> {
  return (await session.request('GET', '/worker/v1/benefits', { schema: benefitsSchema, signal })).items;
}
