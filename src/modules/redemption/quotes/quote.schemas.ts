import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { quoteAnswerSchema } from '../redemption.schemas.js';

/**
 * What a quote says of a named benefit that is not available: nothing that differs between one personal reason and another, so no id,
 * time or name. Such a quote has nothing to redeem.
 */
const unavailableQuoteSchema = z
  .strictObject({
    outcome: z.literal('NONE'),
    reason: z.literal('NOT_AVAILABLE'),
    amountFen: fenSchema,
    discountFen: z.literal(0),
    payableFen: fenSchema,
    applied: z.tuple([]),
    left: z.tuple([]),
    cashierMessage: z.string(),
  })
  .meta({ id: 'QuoteNotAvailable' });
export type UnavailableQuote = z.infer<typeof unavailableQuoteSchema>;

export const quoteAnswersSchema = z.union([quoteAnswerSchema, unavailableQuoteSchema]).meta({ id: 'QuoteAnswer' });
