import { z } from 'zod';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

const redemptionSchema = z.object({
  id: z.string(),
  state: z.string(),
  storeName: z.string(),
  merchantName: z.string(),
  amountFen: z.number(),
  discountFen: z.number(),
  payableFen: z.number(),
  occurredAt: z.string(),
  benefits: z.array(z.string()),
  reason: z.string().nullable(),
  left: z.array(z.object({ label: z.string(), reason: z.string() })),
});
export type MyRedemption = z.infer<typeof redemptionSchema>;

const pageSchema = z.object({
  items: z.array(redemptionSchema),
  nextCursor: z.string().nullable(),
  savedThisYearFen: z.number(),
});
export type MyRedemptionsPage = z.infer<typeof pageSchema>;

export function listMyRedemptions(cursor: string, signal?: AbortSignal): Promise<MyRedemptionsPage> {
  return session.request('GET', withQuery('/worker/v1/redemptions', { limit: 20, cursor }), {
    schema: pageSchema,
    signal,
  });
}
