import { z } from 'zod';
import { fenSchema } from '../../shared/money.js';

/** `[times, fen]` of a counter before the decision. */
const counterSchema = z.tuple([z.int(), z.int()]);
/** `[total, spent, held, leased]` of a budget before the decision, in fen of the UNION share. */
const budgetSchema = z.tuple([fenSchema, fenSchema, fenSchema, fenSchema]);

const campaignRecordSchema = z.object({
  id: z.string(),
  version: z.int(),
  /** Absent while it was PUBLISHED. */
  state: z.string().optional(),
  /** Absent without a budget, and where the decision did not come as far as the money. */
  budget: budgetSchema.optional(),
  /** In the order the version's limits name their counters, those at zero left out at the end; absent where the decision did not come as far. */
  counters: z.array(counterSchema).optional(),
  /** `[vouchers or uses, balance]` the person held of it; absent for who was not given any. */
  held: z.tuple([z.int(), fenSchema]).optional(),
  /** What it gave, and the UNION share of it. */
  fen: fenSchema.optional(),
  unionFen: fenSchema.optional(),
  /** Why it gave nothing. */
  left: z.string().optional(),
});
export type CampaignRecord = z.infer<typeof campaignRecordSchema>;

/** Attributes, never names or numbers: the unions above the person, and only what an audience asked. */
const personRecordSchema = z.object({
  orgPath: z.array(z.string()),
  categories: z
    .array(
      z.object({
        code: z.string(),
        level: z.string().nullable(),
        fromOn: z.string().nullable(),
        untilOn: z.string().nullable(),
      }),
    )
    .optional(),
  park: z.string().nullable().optional(),
  tier: z.string().nullable().optional(),
  enterprise: z.string().nullable().optional(),
  industry: z.string().nullable().optional(),
  gender: z.string().nullable().optional(),
  birthOn: z.string().nullable().optional(),
  joinedOn: z.string().nullable().optional(),
  cardIssuedAtMs: z.number().nullable().optional(),
  lists: z.array(z.string()).optional(),
});
export type PersonRecord = z.infer<typeof personRecordSchema>;

/** What a decision was made on and what it was, as kept for years: a new form gets a new `v` and old ones stay readable. */
export const decisionRecordSchema = z.object({
  v: z.literal(1),
  atMs: z.number(),
  basket: z.object({
    amountFen: fenSchema,
    items: z.array(z.object({ item: z.string(), amountFen: fenSchema })).optional(),
    benefit: z.string().optional(),
  }),
  card: z.string(),
  code: z.enum(['D', 'S', 'N']),
  secondFactor: z.boolean(),
  person: personRecordSchema,
  store: z.object({ id: z.string(), merchantId: z.string(), merchantCategory: z.string() }),
  /** What the holiday table said of the day; absent when no campaign asked, null when it had no entry. */
  day: z.enum(['WORKDAY', 'RESTDAY', 'HOLIDAY']).nullable().optional(),
  /** Why nothing was given; null when something was, and when it was refused before any benefit was looked at. */
  reason: z.string().nullable(),
  /** Those that gave something in order of application, then those left out in order of ids. */
  campaigns: z.array(campaignRecordSchema),
});
export type DecisionRecord = z.infer<typeof decisionRecordSchema>;
