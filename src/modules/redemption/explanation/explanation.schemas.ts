import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { fenSchema } from '../../../shared/money.js';
import { consoleRedemptionDetailSchema } from '../redemption.schemas.js';

/** What one campaign came to: fens, or the reason of none. Null: it did not come up at all. */
const verdictSchema = z
  .strictObject({ fen: fenSchema, unionFen: fenSchema, reason: z.string().nullable() })
  .meta({ id: 'ExplainedVerdict' });
export type Verdict = z.infer<typeof verdictSchema>;

/** A counter before the decision, what it allows, and after it where it moved. */
const counterSchema = z
  .strictObject({
    per: z.string(),
    /** `D2017-01-21`, `W2017-01-16` (its Monday), `M2017-01`, `Y2017` or `ALL`. */
    period: z.string(),
    /** The name under which several campaigns count together. */
    sharedAs: z.string().nullable(),
    times: z.int(),
    amountFen: z.int(),
    limitTimes: z.int().nullable(),
    limitFen: z.int().nullable(),
    timesAfter: z.int(),
    amountAfterFen: z.int(),
  })
  .meta({ id: 'ExplainedCounter' });
export type ExplainedCounter = z.infer<typeof counterSchema>;

const budgetSchema = z
  .strictObject({
    totalFen: fenSchema,
    spentFen: fenSchema,
    heldFen: fenSchema,
    leasedFen: fenSchema,
    freeFen: z.int(),
    freeAfterFen: z.int(),
  })
  .meta({ id: 'ExplainedBudget' });

const campaignSchema = z
  .strictObject({
    campaignId: z.string(),
    version: z.int(),
    /** The version in force today: another one means the campaign was edited since, which changed nothing here. */
    versionToday: z.int(),
    label: z.string(),
    kind: z.enum(['UNIVERSAL', 'TARGETED']),
    offer: z
      .strictObject({
        type: z.string(),
        bps: z.int().optional(),
        thresholdFen: z.int().optional(),
        offFen: z.int().optional(),
        capFen: z.int().optional(),
        repeat: z.boolean().optional(),
      })
      .meta({ id: 'ExplainedOffer' }),
    /** Place in the order of application, from 1; null when it gave nothing. */
    place: z.int().nullable(),
    fen: fenSchema,
    shares: z.array(z.strictObject({ payer: z.string(), fen: fenSchema })),
    reason: z.string().nullable(),
    /** So many fen more in the basket would have given it. */
    moreFen: fenSchema.nullable(),
    budget: budgetSchema.nullable(),
    counters: z.array(counterSchema),
  })
  .meta({ id: 'ExplainedCampaign' });
export type ExplainedCampaign = z.infer<typeof campaignSchema>;

const personFactSchema = z
  .strictObject({
    fact: z.enum([
      'orgs',
      'categories',
      'park',
      'tier',
      'enterprise',
      'industry',
      'gender',
      'age',
      'birthMonth',
      'joinedYears',
      'cardAgeDays',
      'lists',
    ]),
    values: z.array(z.string()),
  })
  .meta({ id: 'ExplainedPersonFact' });
export type PersonFact = z.infer<typeof personFactSchema>;

const eventSchema = z
  .strictObject({ event: z.string(), occurredAt: z.string(), sentAt: z.string().nullable() })
  .meta({ id: 'ExplainedEvent' });
export type ExplainedEvent = z.infer<typeof eventSchema>;

const differenceSchema = z
  .strictObject({
    step: z.enum(['DECISION', 'CAPTURE']),
    /** Null for the answer as a whole. */
    label: z.string().nullable(),
    kept: verdictSchema.nullable(),
    today: verdictSchema.nullable(),
  })
  .meta({ id: 'ExplainedDifference' });
export type Difference = z.infer<typeof differenceSchema>;

const nextBestSchema = z
  .strictObject({
    /** The benefit of the chosen combination it does without. */
    without: z.string(),
    labels: z.array(z.string()),
    discountFen: fenSchema,
  })
  .meta({ id: 'NextBestCombination' });
export type NextBest = z.infer<typeof nextBestSchema>;

const capturedSchema = z
  .strictObject({
    capturedAt: z.string(),
    amountFen: fenSchema,
    items: z.array(z.strictObject({ item: z.string(), amountFen: fenSchema })),
    /** Those that were held, in order of application; a reason where nothing was left of one. */
    benefits: z.array(
      z.strictObject({
        campaignId: z.string(),
        label: z.string(),
        heldFen: fenSchema,
        fen: fenSchema,
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ExplainedCapture' });
export type ExplainedCapture = z.infer<typeof capturedSchema>;

/** Why a redemption came out as it did: what was known, what each campaign came to, and what followed. */
export const explanationSchema = z
  .strictObject({
    redemptionId: idSchema,
    decidedAt: z.string(),
    outcome: z.enum(['APPLIED', 'NONE', 'NOT_DECIDED']),
    reason: z.string().nullable(),
    /** Whether today's program decides the same on what was known then; null when there was nothing to decide. */
    same: z.boolean().nullable(),
    differences: z.array(differenceSchema),
    basket: z.strictObject({
      amountFen: fenSchema,
      items: z.array(z.strictObject({ item: z.string(), amountFen: fenSchema })),
      /** The only benefit the till asked for. */
      benefit: z.string().nullable(),
    }),
    card: z.strictObject({ state: z.string(), code: z.enum(['D', 'S', 'N']), secondFactor: z.boolean() }),
    day: z.strictObject({ dateOn: z.string(), kind: z.enum(['WORKDAY', 'RESTDAY', 'HOLIDAY']).nullable() }),
    /** What the audiences asked about the person; null for an officer who may not read members. */
    person: z.array(personFactSchema).nullable(),
    campaigns: z.array(campaignSchema),
    /** The final basket of one that was held first; basket and campaigns above are then the hold's. */
    captured: capturedSchema.nullable(),
    /** What was given in the end. */
    discountFen: fenSchema,
    unionFen: fenSchema,
    merchantFen: fenSchema,
    /** The best there would have been without one of the benefits chosen; null when nothing or only one thing was to choose. */
    nextBest: nextBestSchema.nullable(),
    events: z.array(eventSchema),
    reversals: consoleRedemptionDetailSchema.shape.reversals,
    postings: consoleRedemptionDetailSchema.shape.postings,
  })
  .meta({ id: 'RedemptionExplanation' });
export type Explanation = z.infer<typeof explanationSchema>;
