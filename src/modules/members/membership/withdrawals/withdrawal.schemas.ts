import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.js';
import { pageSchema } from '../../../../shared/page.js';
import { memberPageQuerySchema } from '../../members.schemas.js';
import { reasonSchema } from '../transfers/transfer.schemas.js';

const wireTime = z.iso.datetime({ offset: true });

export const WITHDRAWAL_STATES = ['REQUESTED', 'CONFIRMED', 'DECLINED', 'CANCELLED'] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];

export const withdrawalRequestSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'WithdrawalRequest' });
export type WithdrawalRequest = z.infer<typeof withdrawalRequestSchema>;

/** `answer` says what the union found with the member when they talked and the member stays. */
export const withdrawalDecisionSchema = z
  .discriminatedUnion('confirm', [
    z.strictObject({ confirm: z.literal(true) }),
    z.strictObject({ confirm: z.literal(false), answer: reasonSchema }),
  ])
  .meta({ id: 'WithdrawalDecision' });
export type WithdrawalDecision = z.infer<typeof withdrawalDecisionSchema>;

export const withdrawalViewSchema = z
  .strictObject({
    id: idSchema,
    memberId: idSchema,
    name: z.string(),
    orgName: z.string(),
    state: z.enum(WITHDRAWAL_STATES),
    reason: z.string().nullable(),
    answer: z.string().nullable(),
    requestedAt: wireTime,
    endedAt: wireTime.nullable(),
    mayDecide: z.boolean(),
  })
  .meta({ id: 'Withdrawal' });
export type WithdrawalView = z.infer<typeof withdrawalViewSchema>;
export const withdrawalsPageSchema = pageSchema(withdrawalViewSchema).meta({ id: 'WithdrawalsPage' });
export const withdrawalsQuerySchema = memberPageQuerySchema.extend({ state: z.enum(WITHDRAWAL_STATES).optional() });
export type WithdrawalsQuery = z.infer<typeof withdrawalsQuerySchema>;

/** The worker's own wish, the newest one. */
export const myWithdrawalSchema = z
  .strictObject({
    state: z.enum(WITHDRAWAL_STATES),
    answer: z.string().nullable(),
    requestedAt: wireTime,
    endedAt: wireTime.nullable(),
  })
  .meta({ id: 'MyWithdrawal' });
export type MyWithdrawal = z.infer<typeof myWithdrawalSchema>;
