import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';

export const claimAnswerSchema = z
  .strictObject({ outcome: z.literal('CLAIMED'), campaignId: z.string(), units: z.int() })
  .meta({ id: 'ClaimAnswer' });
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

/** What a member holds of one campaign; a targeted one looks like any other. */
const walletItemSchema = z
  .strictObject({
    campaignId: z.string(),
    label: z.string(),
    kind: z.enum(['VOUCHER', 'BALANCE', 'SERVICE']),
    /** HELD while something is left and its time is not over; PAUSED tills take none for now. */
    state: z.enum(['HELD', 'PAUSED', 'USED', 'EXPIRED', 'ENDED']),
    /** Vouchers, or uses of a service. */
    units: z.int(),
    givenUnits: z.int(),
    fen: fenSchema,
    givenFen: fenSchema,
    voucher: z.strictObject({ thresholdFen: fenSchema, offFen: fenSchema }).meta({ id: 'WalletVoucher' }).optional(),
    service: z.string().optional(),
    from: z.string(),
    to: z.string(),
    givenAt: z.string(),
  })
  .meta({ id: 'WalletItem' });
export type WalletItem = z.infer<typeof walletItemSchema>;

export const walletSchema = z.strictObject({ items: z.array(walletItemSchema) }).meta({ id: 'Wallet' });
export type Wallet = z.infer<typeof walletSchema>;
