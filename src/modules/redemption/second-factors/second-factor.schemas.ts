import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { fenSchema } from '../../../shared/money.js';

/** How the holder of a plastic card proves to be here: the card's PIN, or a word from the bound phone. */
export const SECOND_FACTOR_WAYS = ['PIN', 'PHONE'] as const;
export type SecondFactorWay = (typeof SECOND_FACTOR_WAYS)[number];
export const secondFactorWaySchema = z.enum(SECOND_FACTOR_WAYS);

/** The PIN that belongs to a plastic card, typed by its holder; with any other code it is not looked at. */
export const pinShape = {
  pin: z
    .string()
    .regex(/^[0-9]{6}$/, 'must be six digits')
    .optional(),
};
/** Ask the holder of a plastic card on the bound phone; the answer is 202 until they have said so. */
export const confirmShape = { confirm: z.literal('PHONE').optional() };

/** Nothing is done yet: the same request with the same key, again in a moment. */
export const confirmationPendingSchema = z
  .strictObject({
    code: z.literal('CONFIRMATION_PENDING'),
    confirmationId: idSchema,
    expiresAt: z.string(),
    retryAfterSeconds: z.int(),
    cashierMessage: z.string(),
  })
  .meta({ id: 'ConfirmationPending' });
export type ConfirmationPending = z.infer<typeof confirmationPendingSchema>;

const confirmationSchema = z
  .strictObject({
    id: idSchema,
    storeName: z.string(),
    amountFen: fenSchema,
    /** Goes into what the phone signs, with the id and the amount. */
    terminalId: z.string(),
    askedAt: z.string(),
    expiresAt: z.string(),
  })
  .meta({ id: 'Confirmation' });
export type Confirmation = z.infer<typeof confirmationSchema>;

/** What tills wait for, newest first. */
export const confirmationsSchema = z
  .strictObject({ items: z.array(confirmationSchema), serverTime: z.string() })
  .meta({ id: 'Confirmations' });
export type Confirmations = z.infer<typeof confirmationsSchema>;

export const confirmationAnswerRequestSchema = z
  .discriminatedUnion('answer', [
    z.strictObject({
      answer: z.literal('CONFIRM'),
      /** The bound phone's signature, 64 bytes as base64url, over `"UCARD/CONFIRM/v1\0" id \0 terminalId \0 amountFen`. */
      signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'must be an Ed25519 signature of 64 bytes as base64url'),
    }),
    z.strictObject({ answer: z.literal('DENY') }),
  ])
  .meta({ id: 'ConfirmationAnswer' });
export type ConfirmationAnswerRequest = z.infer<typeof confirmationAnswerRequestSchema>;

export const confirmationAnsweredSchema = z
  .strictObject({ state: z.enum(['CONFIRMED', 'DENIED']) })
  .meta({ id: 'ConfirmationAnswered' });
export type ConfirmationAnswered = z.infer<typeof confirmationAnsweredSchema>;
