import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { campaignProblemSchema } from '../campaigns/campaign-views.schemas.js';
import { workerBenefitSchema } from '../offers/offer.schemas.js';

/** What a campaign may cost the union, as far as its own terms bound it; null where they do not. */
export const campaignCostSchema = z
  .strictObject({
    /** The most one voucher costs; null without vouchers. */
    perVoucherFen: fenSchema.nullable(),
    /** The most one use costs. */
    perUseFen: fenSchema.nullable(),
    /** The most one person can cost in all. */
    perPersonFen: fenSchema.nullable(),
    /** How many people can have it at most, or are given it. */
    people: z.int().nullable(),
    /** The most it can cost in all: a budget of so much is never too small. */
    totalFen: fenSchema.nullable(),
    /** How many uses of the dearest kind the budget pays for at least. */
    usesCovered: z.int().nullable(),
  })
  .meta({ id: 'CampaignCost' });
export type CampaignCost = z.infer<typeof campaignCostSchema>;

export const EXAMPLE_KINDS = [
  'BELOW',
  'AT',
  'ABOVE',
  'WITH_ITEM',
  'WITHOUT_ITEM',
  'PART',
  'SERVICE',
  'OUTSIDE',
] as const;
export type ExampleKind = (typeof EXAMPLE_KINDS)[number];

/** What a till shows for one basket of an invented person, decided exactly as at a till. */
export const tillExampleSchema = z
  .strictObject({
    kind: z.enum(EXAMPLE_KINDS),
    at: z.string(),
    storeName: z.string().nullable(),
    amountFen: fenSchema,
    items: z.array(z.strictObject({ item: z.string(), amountFen: fenSchema })),
    outcome: z.enum(['APPLIED', 'NONE']),
    applied: z.array(z.strictObject({ label: z.string(), discountFen: fenSchema })),
    payableFen: fenSchema,
    /** Of the discount. */
    unionFen: fenSchema,
    merchantFen: fenSchema,
    cashierMessage: z.string(),
  })
  .meta({ id: 'TillExample' });
export type TillExample = z.infer<typeof tillExampleSchema>;

export const campaignPreviewSchema = z
  .strictObject({
    problems: z.array(campaignProblemSchema),
    cost: campaignCostSchema,
    /** As its holder sees it; a pack first as it can be claimed, then as it is held. */
    worker: z.array(workerBenefitSchema),
    /** Empty when it is never open. */
    tills: z.array(tillExampleSchema),
  })
  .meta({ id: 'CampaignPreview' });
export type CampaignPreview = z.infer<typeof campaignPreviewSchema>;
