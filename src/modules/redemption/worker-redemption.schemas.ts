import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { fenSchema } from '../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';
import { givenSchema, restoredSchema } from './held-part.schemas.js';
import { stateSchema } from './redemption.schemas.js';

export const workerListQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: pageQuerySchema.shape.cursor,
  /** Only those this campaign gave something in. */
  campaignId: z.string().max(64).optional(),
});

const workerRedemptionSchema = z
  .strictObject({
    id: idSchema,
    state: stateSchema,
    storeId: z.string(),
    storeName: z.string(),
    merchantName: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    occurredAt: z.string(),
    given: z.array(givenSchema),
    /** What came back to me of it. */
    restored: restoredSchema,
    reason: z.string().nullable(),
    left: z.array(z.strictObject({ label: z.string(), reason: z.string() })),
  })
  .meta({ id: 'WorkerRedemption' });
export type WorkerRedemption = z.infer<typeof workerRedemptionSchema>;
export const workerRedemptionPageSchema = z
  .strictObject({ ...pageSchema(workerRedemptionSchema).shape, savedThisYearFen: fenSchema })
  .meta({ id: 'WorkerRedemptionPage' });
