import { z } from 'zod';
import { audienceRuleSchema, audienceSchema } from '../eligibility/audience.schemas.js';
import { DAY_KINDS, LIMIT_PERIODS, LIMIT_SCOPES, PAYERS } from './campaign.schemas.js';

const NAMED = [
  'org',
  'merchant',
  'store',
  'merchantCategory',
  'memberCategory',
  'budgetLine',
  'park',
  'enterprise',
  'list',
] as const;
export type NamedKind = (typeof NAMED)[number];

/** A value of a definition with what it is, so that a page can say it in any language. */
export const factValueSchema = z
  .discriminatedUnion('as', [
    z.strictObject({ as: z.literal('TEXT'), text: z.string() }),
    z.strictObject({ as: z.literal('FEN'), fen: z.number() }),
    z.strictObject({ as: z.literal('BPS'), bps: z.number() }),
    z.strictObject({ as: z.literal('COUNT'), count: z.number() }),
    z.strictObject({ as: z.literal('YES_NO'), yes: z.boolean() }),
    z.strictObject({ as: z.literal('INSTANT'), at: z.string() }),
    z.strictObject({ as: z.literal('DAY'), dateOn: z.string() }),
    z.strictObject({ as: z.literal('WEEKDAYS'), weekdays: z.array(z.number()) }),
    z.strictObject({ as: z.literal('HOURS'), hours: z.array(z.string()) }),
    z.strictObject({ as: z.literal('DAY_KINDS'), dayKinds: z.array(z.enum(DAY_KINDS)) }),
    /** A word of the format, such as a mechanism; `of` says which list it is from. */
    z.strictObject({
      as: z.literal('CODE'),
      of: z.enum(['kind', 'mechanism', 'join', 'payer', 'place', 'offlineClass']),
      code: z.string(),
    }),
    /** Something with a name of its own; `names` of the answer has it under `of:id`. */
    z.strictObject({ as: z.literal('NAMED'), of: z.enum(NAMED), id: z.string() }),
    z.strictObject({ as: z.literal('SHARE'), payer: z.enum(PAYERS), bps: z.number() }),
    z.strictObject({ as: z.literal('TIER'), category: z.string().nullable(), fen: z.number() }),
    z.strictObject({
      as: z.literal('LIMIT'),
      per: z.enum(LIMIT_SCOPES),
      period: z.enum(LIMIT_PERIODS),
      times: z.number().optional(),
      amountFen: z.number().optional(),
      partial: z.boolean(),
      share: z.string().nullable(),
    }),
    z.strictObject({ as: z.literal('RULE'), rule: audienceRuleSchema }),
    z.strictObject({ as: z.literal('GROUP'), group: audienceSchema }),
  ])
  .meta({ id: 'CampaignFactValue' });
export type FactValue = z.infer<typeof factValueSchema>;

/** One thing a definition says. */
export const factSchema = z
  .strictObject({
    /** What it is about: a key of the pages' texts. */
    field: z.string(),
    value: factValueSchema,
  })
  .meta({ id: 'CampaignFact' });
export type Fact = z.infer<typeof factSchema>;

export const changeSchema = z
  .strictObject({
    field: z.string(),
    kind: z.enum(['CHANGED', 'ADDED', 'REMOVED']),
    before: factValueSchema.nullable(),
    after: factValueSchema.nullable(),
  })
  .meta({ id: 'CampaignChange' });
export type Change = z.infer<typeof changeSchema>;

const version = z.coerce.number().int().min(1).max(1_000_000);
/** `to` left out is the working copy, `from` left out what runs; without either that never was, there is nothing to compare with. */
export const campaignDiffQuerySchema = z.strictObject({ from: version.optional(), to: version.optional() });
export type CampaignDiffQuery = z.infer<typeof campaignDiffQuerySchema>;

export const campaignDiffSchema = z
  .strictObject({
    /** The version compared with; null when there is none, then `facts` say everything. */
    from: z.number().int().nullable(),
    to: z.number().int(),
    changes: z.array(changeSchema),
    /** The whole of the newer one. */
    facts: z.array(factSchema),
    /** Names of what both refer to, by `kind:id`. */
    names: z.record(z.string(), z.string()),
  })
  .meta({ id: 'CampaignDiff' });
export type CampaignDiff = z.infer<typeof campaignDiffSchema>;
