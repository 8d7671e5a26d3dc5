import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { fenSchema, positiveFenSchema } from '../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';
import { heldPartSchema } from './held-part.schemas.js';
import {
  confirmationPendingSchema,
  confirmShape,
  pinShape,
  secondFactorWaySchema,
} from './second-factors/second-factor.schemas.js';

const ITEMS_MAX = 100;
const CODE_MAX = 600;

export const idempotencyKeySchema = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);

export const itemSchema = z
  .strictObject({ item: z.string().min(1).max(64), amountFen: fenSchema })
  .meta({ id: 'BasketItem' });

export const basketShape = {
  code: z.string({ error: 'must be the text of the code that was scanned' }).min(1).max(CODE_MAX),
  /** Left out only when a service is redeemed, which has no price. */
  amountFen: fenSchema.default(0),
  items: z.array(itemSchema).max(ITEMS_MAX).optional(),
  benefit: z.string().min(1).max(64).optional(),
};

export const itemsWithinAmount = (basket: { amountFen: number; items?: { amountFen: number }[] | undefined }) =>
  (basket.items ?? []).reduce((sum, item) => sum + item.amountFen, 0) <= basket.amountFen;
export const itemsError = {
  path: ['items'],
  error: 'the items add up to more than amountFen: send the amount of the whole basket',
};

export const hasAmount = ({ amountFen, benefit }: { amountFen: number; benefit?: string | undefined }) =>
  amountFen > 0 || benefit !== undefined;
export const amountError = {
  path: ['amountFen'],
  error: 'must be at least 1 fen; leave it out only when benefit names a service',
};

export const quoteRequestSchema = z
  .strictObject({ ...basketShape, ...pinShape })
  .refine(hasAmount, amountError)
  .refine(itemsWithinAmount, itemsError)
  .meta({ id: 'QuoteRequest' });
export type QuoteRequest = z.infer<typeof quoteRequestSchema>;

/** What a till says about the sale besides its basket. */
export const ticketShape = {
  ticketNo: z.string().min(1).max(64),
  cashier: z.string().min(1).max(50).optional(),
  quoteId: idSchema.optional(),
  ...pinShape,
  ...confirmShape,
};

export const redemptionRequestSchema = z
  .strictObject({ ...basketShape, ...ticketShape })
  .refine(hasAmount, amountError)
  .refine(itemsWithinAmount, itemsError)
  .meta({ id: 'RedemptionRequest' });
export type RedemptionRequest = z.infer<typeof redemptionRequestSchema>;

export const reversalRequestSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('CANCEL'), redemptionId: idSchema, reason: z.string().max(100).optional() }),
    z
      .strictObject({
        type: z.literal('PARTIAL'),
        redemptionId: idSchema,
        /** What the goods that come back cost. */
        amountFen: positiveFenSchema.optional(),
        /** Which of the basket's items are among them. */
        items: z.array(itemSchema).min(1).max(ITEMS_MAX).optional(),
        reason: z.string().max(100).optional(),
      })
      .refine(({ amountFen, items }) => amountFen !== undefined || items !== undefined, {
        path: ['amountFen'],
        error: 'say what comes back: its amount, its items, or both',
      }),
    z.strictObject({
      type: z.literal('TIMEOUT'),
      originalKey: idempotencyKeySchema,
      reason: z.string().max(100).optional(),
    }),
  ])
  .meta({ id: 'ReversalRequest' });
export type ReversalRequest = z.infer<typeof reversalRequestSchema>;

export const appliedSchema = z
  .strictObject({ campaignId: z.string(), label: z.string(), discountFen: fenSchema })
  .meta({ id: 'AppliedBenefit' });

/** The smallest change that would help, in the till's terms. */
const hintSchema = z
  .strictObject({
    moreFen: fenSchema.optional(),
    from: z.string().optional(),
    stores: z.array(z.string()).optional(),
    item: z.string().optional(),
    text: z.string(),
  })
  .meta({ id: 'BenefitHint' });

export const tillLeftSchema = z
  .strictObject({ campaignId: z.string(), label: z.string(), reason: z.string(), hint: hintSchema.optional() })
  .meta({ id: 'BenefitLeftOut' });
export type TillLeft = z.infer<typeof tillLeftSchema>;

export const quoteAnswerSchema = z
  .strictObject({
    quoteId: idSchema,
    outcome: z.enum(['OK', 'NONE']),
    reason: z.string().optional(),
    holder: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    applied: z.array(appliedSchema),
    left: z.array(tillLeftSchema),
    /** How the holder of a plastic card could prove to be here, where that would open more. */
    secondFactor: z.array(secondFactorWaySchema).optional(),
    validUntil: z.string(),
    cashierMessage: z.string(),
    serverTime: z.string(),
  })
  .meta({ id: 'Quote' });
export type QuoteAnswer = z.infer<typeof quoteAnswerSchema>;

export const redemptionAnswerSchema = z
  .strictObject({
    code: z.literal('REDEEMED'),
    redemptionId: idSchema,
    state: z.literal('REDEEMED'),
    holder: z.string(),
    ticketNo: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    applied: z.array(appliedSchema),
    shares: z.strictObject({ UNION: fenSchema.optional(), MERCHANT: fenSchema.optional() }),
    occurredAt: z.string(),
    reversibleUntil: z.string(),
    receiptText: z.string(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'RedemptionAnswer' });
export type RedemptionAnswer = z.infer<typeof redemptionAnswerSchema>;
export const redemptionAnswersSchema = z.union([redemptionAnswerSchema, confirmationPendingSchema]);

export const reversalAnswerSchema = z
  .strictObject({
    code: z.literal('REVERSED'),
    reversalId: idSchema.nullable(),
    redemptionId: idSchema.nullable(),
    type: z.enum(['CANCEL', 'PARTIAL', 'TIMEOUT']),
    /** Worth of the goods that came back. */
    amountFen: fenSchema,
    /** Discount that is taken back with them. */
    returnedFen: fenSchema,
    /** What the customer gets in hand; below zero: still owes, because the minimum was lost. */
    refundFen: z.int(),
    /** What remains given, in all and by benefit. */
    discountFen: fenSchema,
    remaining: z.array(appliedSchema),
    /** What the holder has again of vouchers, balances and services; absent in answers stored before there were any. */
    restored: z.array(heldPartSchema).optional(),
    occurredAt: z.string(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'ReversalAnswer' });
export type ReversalAnswer = z.infer<typeof reversalAnswerSchema>;

export const listQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: pageQuerySchema.shape.cursor,
  storeId: z.string().max(64).optional(),
});

export const stateSchema = z.enum(['REDEEMED', 'PARTIALLY_REVERSED', 'REVERSED', 'SETTLED', 'DECLINED']);

/** What a merchant may see of a redemption: nothing about the person but a masked surname. */
const merchantRedemptionSchema = z
  .strictObject({
    id: idSchema,
    state: stateSchema,
    holder: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    occurredAt: z.string(),
    reversibleUntil: z.string().nullable(),
    ticketNo: z.string(),
    cashier: z.string().nullable(),
    storeName: z.string(),
    benefits: z.array(z.string()),
  })
  .meta({ id: 'MerchantRedemption' });
export type MerchantRedemption = z.infer<typeof merchantRedemptionSchema>;
export const merchantRedemptionPageSchema = pageSchema(merchantRedemptionSchema).meta({ id: 'MerchantRedemptionPage' });

export const merchantTodaySchema = z
  .strictObject({
    count: z.int(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    unionFen: fenSchema,
    merchantFen: fenSchema,
  })
  .meta({ id: 'MerchantToday' });
export type MerchantToday = z.infer<typeof merchantTodaySchema>;

const consoleRedemptionSchema = z
  .strictObject({
    id: idSchema,
    state: stateSchema,
    occurredAt: z.string(),
    storeName: z.string(),
    merchantName: z.string(),
    memberName: z.string(),
    orgName: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    unionFen: fenSchema,
    merchantFen: fenSchema,
    benefits: z.array(z.string()),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ConsoleRedemption' });
export type ConsoleRedemption = z.infer<typeof consoleRedemptionSchema>;
export const consoleRedemptionPageSchema = pageSchema(consoleRedemptionSchema).meta({ id: 'ConsoleRedemptionPage' });

export const consoleListQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: pageQuerySchema.shape.cursor,
  /** Only what happened after this cursor, oldest last; for the live list. */
  after: z.string().max(200).optional(),
  state: stateSchema.optional(),
  campaignId: z.string().max(64).optional(),
  memberId: idSchema.optional(),
});
export type ConsoleListQuery = z.infer<typeof consoleListQuerySchema>;

export const consoleRedemptionDetailSchema = z
  .strictObject({
    ...consoleRedemptionSchema.shape,
    ticketNo: z.string(),
    cashier: z.string().nullable(),
    terminalId: z.string(),
    reversibleUntil: z.string().nullable(),
    uses: z.array(
      z.strictObject({
        campaignId: z.string(),
        version: z.int(),
        label: z.string(),
        discountFen: fenSchema,
        unionFen: fenSchema,
        merchantFen: fenSchema,
      }),
    ),
    left: z.array(z.strictObject({ campaignId: z.string(), label: z.string(), reason: z.string() })),
    reversals: z.array(
      z.strictObject({ id: idSchema, type: z.string(), returnedFen: fenSchema, occurredAt: z.string() }),
    ),
    postings: z.array(
      z.strictObject({
        debitAccount: z.string(),
        creditAccount: z.string(),
        amountFen: fenSchema,
        reason: z.string(),
        postedAt: z.string(),
      }),
    ),
  })
  .meta({ id: 'ConsoleRedemptionDetail' });
export type ConsoleRedemptionDetail = z.infer<typeof consoleRedemptionDetailSchema>;
