import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { fenSchema } from '../../../shared/money.js';
import { confirmationPendingSchema } from '../second-factors/second-factor.schemas.js';
import {
  amountError,
  appliedSchema,
  basketShape,
  hasAmount,
  itemsError,
  itemSchema,
  itemsWithinAmount,
  ticketShape,
} from '../redemption.schemas.js';

const HOLD_MINUTES_DEFAULT = 15;
const HOLD_MINUTES_MAX = 24 * 60;
const ITEMS_MAX = 100;

export const authorizationRequestSchema = z
  .strictObject({
    ...basketShape,
    ...ticketShape,
    /** How long the till may take to finish its own payment. */
    holdMinutes: z.int().min(1).max(HOLD_MINUTES_MAX).default(HOLD_MINUTES_DEFAULT),
  })
  .refine(hasAmount, amountError)
  .refine(itemsWithinAmount, itemsError)
  .meta({ id: 'AuthorizationRequest' });
export type AuthorizationRequest = z.infer<typeof authorizationRequestSchema>;

export const captureRequestSchema = z
  .strictObject({
    /** The final basket, at most what was authorized; left out only where a service was held without an amount. */
    amountFen: fenSchema.default(0),
    items: z.array(itemSchema).max(ITEMS_MAX).optional(),
  })
  .refine(itemsWithinAmount, itemsError)
  .meta({ id: 'CaptureRequest' });
export type CaptureRequest = z.infer<typeof captureRequestSchema>;

export const voidRequestSchema = z.strictObject({ reason: z.string().max(100).optional() }).meta({ id: 'VoidRequest' });
export type VoidRequest = z.infer<typeof voidRequestSchema>;

const sharesSchema = z.strictObject({ UNION: fenSchema.optional(), MERCHANT: fenSchema.optional() });

export const authorizationAnswerSchema = z
  .strictObject({
    code: z.literal('HELD'),
    authorizationId: idSchema,
    state: z.literal('HELD'),
    holder: z.string(),
    ticketNo: z.string(),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    applied: z.array(appliedSchema),
    shares: sharesSchema,
    occurredAt: z.string(),
    expiresAt: z.string(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'AuthorizationAnswer' });
export type AuthorizationAnswer = z.infer<typeof authorizationAnswerSchema>;
export const authorizationAnswersSchema = z.union([authorizationAnswerSchema, confirmationPendingSchema]);

export const captureAnswerSchema = z
  .strictObject({
    code: z.literal('CAPTURED'),
    authorizationId: idSchema,
    redemptionId: idSchema,
    state: z.literal('CAPTURED'),
    amountFen: fenSchema,
    discountFen: fenSchema,
    payableFen: fenSchema,
    applied: z.array(appliedSchema),
    shares: sharesSchema,
    /** Held and not needed: free again. */
    returnedFen: fenSchema,
    occurredAt: z.string(),
    reversibleUntil: z.string(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'CaptureAnswer' });
export type CaptureAnswer = z.infer<typeof captureAnswerSchema>;

export const voidAnswerSchema = z
  .strictObject({
    code: z.literal('VOIDED'),
    authorizationId: idSchema,
    state: z.literal('VOIDED'),
    returnedFen: fenSchema,
    occurredAt: z.string(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'VoidAnswer' });
export type VoidAnswer = z.infer<typeof voidAnswerSchema>;
