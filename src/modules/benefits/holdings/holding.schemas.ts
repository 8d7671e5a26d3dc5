import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';

const count = z.int().min(0);

/** What became of all that a campaign handed out. Vouchers and uses of a service are counted, balances are money. */
export const campaignHoldingsSchema = z
  .strictObject({
    kind: z.enum(['VOUCHER', 'BALANCE', 'SERVICE']),
    /** Who was given something; those who left the union are told apart. */
    people: count,
    /** Whose rest ended because they left; what they had used by then is nobody's figure here. */
    leftUnion: count,
    given: z.strictObject({ units: count, fen: fenSchema }).meta({ id: 'HandedOut' }),
    used: z.strictObject({ units: count, fen: fenSchema }).meta({ id: 'HandedOutUsed' }),
    left: z.strictObject({ units: count, fen: fenSchema }).meta({ id: 'HandedOutLeft' }),
    expired: z.strictObject({ units: count, fen: fenSchema }).meta({ id: 'HandedOutExpired' }),
    /** How far giving to the audience is; null where people claim. */
    run: z
      .strictObject({ state: z.enum(['RUNNING', 'DONE', 'STOPPED']), people: count, given: count })
      .meta({ id: 'GrantRun' })
      .nullable(),
  })
  .meta({ id: 'CampaignHoldings' });
export type CampaignHoldings = z.infer<typeof campaignHoldingsSchema>;

export const campaignHoldingsAnswerSchema = z
  .strictObject({ holdings: campaignHoldingsSchema.nullable() })
  .meta({ id: 'CampaignHoldingsAnswer' });
export type CampaignHoldingsAnswer = z.infer<typeof campaignHoldingsAnswerSchema>;
