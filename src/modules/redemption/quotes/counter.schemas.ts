import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { basketShape } from '../redemption.schemas.js';

/** Goods with a price of their own that a till of this store may ring up, whoever buys them. */
export const tillItemsSchema = z
  .strictObject({
    items: z.array(z.strictObject({ item: z.string(), priceFen: fenSchema }).meta({ id: 'TillItem' })),
  })
  .meta({ id: 'TillItems' });
export type TillItems = z.infer<typeof tillItemsSchema>;

export const tillServicesRequestSchema = z.strictObject({ code: basketShape.code }).meta({ id: 'TillServicesRequest' });
export type TillServicesRequest = z.infer<typeof tillServicesRequestSchema>;

/** Services that this card can redeem at this till now; what does not apply is not named, for whatever reason. */
export const tillServicesSchema = z
  .strictObject({
    holder: z.string(),
    services: z.array(z.strictObject({ campaignId: z.string(), label: z.string() }).meta({ id: 'TillService' })),
    validUntil: z.string(),
    serverTime: z.string(),
  })
  .meta({ id: 'TillServices' });
export type TillServices = z.infer<typeof tillServicesSchema>;
