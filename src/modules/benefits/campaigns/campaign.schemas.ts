import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../../../shared/money.js';
import { audienceSchema } from '../eligibility/audience.schemas.js';
import { bps, instant, mechanismSchema, only } from './mechanism.schemas.js';

const TIMES_MAX = 1_000_000_000;
const LIST_MAX = 2_000;

const reference = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'Use 1 to 64 letters, digits, "-" or "_", starting with a letter or digit',
  );
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'Use a code such as SUPERMARKET: capitals, digits and "_"');
const localDay = z.iso.date('Write an existing day as YYYY-MM-DD');

const distinct = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(LIST_MAX, `At most ${LIST_MAX} entries`)
    .refine((list) => new Set(list).size === list.length, 'Each entry once: remove the repeated one')
    .default([]);

const whereSchema = only({
  merchants: distinct(reference),
  stores: distinct(reference),
  merchantCategories: distinct(code),
}).meta({ id: 'CampaignPlaces' });

const hoursSchema = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'Write hours as 09:00-21:00, up to 24:00; 22:00-02:00 crosses midnight',
  )
  .refine((text) => text.slice(0, 5) !== text.slice(6), 'Hours must not start and end at the same minute');

export const DAY_KINDS = ['WORKDAY', 'RESTDAY', 'HOLIDAY'] as const;
const whenSchema = only({
  from: instant,
  to: instant,
  weekdays: distinct(z.int().min(1, '1 is Monday').max(7, '7 is Sunday')),
  hours: distinct(hoursSchema),
  exceptDates: distinct(localDay),
  onlyDates: distinct(localDay),
  dayKinds: distinct(z.enum(DAY_KINDS)),
})
  .refine((when) => Date.parse(when.from) < Date.parse(when.to), { path: ['to'], error: '"to" must be after "from"' })
  .meta({ id: 'CampaignTimes' });

export const LIMIT_SCOPES = ['MEMBER', 'CAMPAIGN', 'STORE', 'MERCHANT'] as const;
export const LIMIT_PERIODS = ['DAY', 'WEEK', 'MONTH', 'YEAR', 'ALL'] as const;
const limitSchema = only({
  per: z.enum(LIMIT_SCOPES),
  period: z.enum(LIMIT_PERIODS),
  times: z.int().min(1, 'Give at least 1 time').max(TIMES_MAX).optional(),
  amountFen: positiveFenSchema.optional(),
  partial: z.boolean().optional(),
  share: reference.optional(),
})
  .refine((limit) => (limit.times === undefined) !== (limit.amountFen === undefined), {
    path: ['times'],
    error: 'A limit counts either "times" or "amountFen": give exactly one; write two limits to have both',
  })
  .refine((limit) => limit.partial === undefined || limit.amountFen !== undefined, {
    path: ['partial'],
    error: '"partial" cuts money, so it needs "amountFen"',
  })
  .meta({ id: 'CampaignLimit' });

const budgetSchema = only({ from: reference, totalFen: fenSchema }).meta({ id: 'CampaignBudget' });

export const PAYERS = ['UNION', 'MERCHANT'] as const;
const fundingSchema = only({ payer: z.enum(PAYERS), bps: bps.min(0, 'A share cannot be negative') }).meta({
  id: 'FundingShare',
});

const stackingSchema = only({
  group: reference.default('default'),
  exclusive: z.boolean().default(false),
  priority: z.int().min(-1_000_000).max(1_000_000).default(100),
}).meta({ id: 'CampaignStacking' });

const reversalSchema = only({
  untilDays: z.int().min(0).max(3_650, 'At most 3650 days').default(7),
  restoresUse: z.boolean().default(true),
}).meta({ id: 'CampaignReversal' });

export const labelSchema = z
  .string()
  .regex(/^\P{C}{1,40}$/u, 'A label has 1 to 40 characters on one line')
  .refine((label) => label.trim() === label, 'Remove the spaces around the label');

const shape = only({
  id: reference,
  label: labelSchema,
  kind: z.enum(['UNIVERSAL', 'TARGETED']),
  owner: reference,
  mechanism: mechanismSchema,
  audience: audienceSchema.optional(),
  where: whereSchema.prefault({}),
  when: whenSchema,
  limits: z.array(limitSchema).max(20, 'At most 20 limits').default([]),
  budget: budgetSchema.optional(),
  funding: z.array(fundingSchema).max(PAYERS.length, 'Each payer once').default([]),
  stacking: stackingSchema.prefault({}),
  reversal: reversalSchema.prefault({}),
  offlineClass: z.enum(['O0', 'O1', 'O2']).default('O0'),
});

type Shape = z.output<typeof shape>;
type Problem = { path: string[]; message: string };

function listAudienceProblems(campaign: Shape): Problem[] {
  if (campaign.kind === 'TARGETED' && !campaign.audience)
    return [{ path: ['audience'], message: 'A TARGETED campaign names its audience: add "audience"' }];
  if (campaign.kind === 'UNIVERSAL' && campaign.audience)
    return [{ path: ['audience'], message: 'A UNIVERSAL campaign is for everyone: remove "audience" or use TARGETED' }];
  return [];
}

function listFundingProblems({ funding, budget }: Shape): Problem[] {
  if (funding.length === 0) return [];
  const problems: Problem[] = [];
  const sum = funding.reduce((total, share) => total + share.bps, 0);
  if (sum !== 10_000) problems.push({ path: ['funding'], message: `Shares add up to 10000, these to ${sum}` });
  if (new Set(funding.map((share) => share.payer)).size !== funding.length)
    problems.push({ path: ['funding'], message: 'Each payer once: join the repeated ones' });
  if (!budget && funding.some((share) => share.payer === 'UNION' && share.bps > 0))
    problems.push({ path: ['budget'], message: 'A UNION share is paid from a budget: add "budget"' });
  return problems;
}

/** One campaign as officers, the API and scenarios write it; a parsed one has every default filled in. */
export const campaignDefinitionSchema = shape
  .superRefine((campaign, context) => {
    for (const problem of [...listAudienceProblems(campaign), ...listFundingProblems(campaign)])
      context.addIssue({ code: 'custom', ...problem });
  })
  // Without a word about funding, who provides the budget pays all of it.
  .overwrite((campaign) =>
    campaign.funding.length > 0
      ? campaign
      : {
          ...campaign,
          funding: [{ payer: campaign.budget ? ('UNION' as const) : ('MERCHANT' as const), bps: 10_000 }],
        },
  )
  .meta({ id: 'CampaignDefinition' });

export type CampaignDefinition = z.output<typeof campaignDefinitionSchema>;
export type CampaignDefinitionInput = z.input<typeof campaignDefinitionSchema>;
export type CampaignKind = CampaignDefinition['kind'];
export type { Mechanism, MechanismType } from './mechanism.schemas.js';
export type CampaignWhen = CampaignDefinition['when'];
export type CampaignWhere = CampaignDefinition['where'];
export type CampaignLimit = CampaignDefinition['limits'][number];
export type FundingShare = CampaignDefinition['funding'][number];
export type Payer = (typeof PAYERS)[number];
export type DayKind = (typeof DAY_KINDS)[number];
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];
export type LimitScope = (typeof LIMIT_SCOPES)[number];
