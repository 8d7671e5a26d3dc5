import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { AUDIENCE_DEPTH_MAX, audienceSchema } from './audience.schemas.js';

const ownerSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a union organisation, such as park-a');

export const audienceCountRequestSchema = z
  .strictObject({ audience: audienceSchema, owner: ownerSchema })
  .meta({ id: 'AudienceCountRequest' });
export type AudienceCountRequest = z.infer<typeof audienceCountRequestSchema>;

const parkCountSchema = z
  .strictObject({
    /** Null for those who belong to no park. */
    parkCode: z.string().nullable(),
    parkName: z.string().nullable(),
    /** Everybody of the owner's subtree there. */
    members: z.int(),
    meant: z.int(),
  })
  .meta({ id: 'AudienceParkCount' });

/** How many members an audience means, in all and by park, the largest parks first. */
export const audienceCountSchema = z
  .strictObject({ members: z.int(), meant: z.int(), parks: z.array(parkCountSchema) })
  .meta({ id: 'AudienceCount' });
export type AudienceCount = z.infer<typeof audienceCountSchema>;

export const audienceExplainRequestSchema = z
  .strictObject({ audience: audienceSchema, owner: ownerSchema, memberId: idSchema })
  .meta({ id: 'AudienceExplainRequest' });
export type AudienceExplainRequest = z.infer<typeof audienceExplainRequestSchema>;

const sawSchema = z
  .strictObject({
    /** A code, an id, or a number of years or days; never a birth date. */
    value: z.string(),
    /** Of a category: its days, the last one included. */
    fromOn: z.string().nullable().optional(),
    untilOn: z.string().nullable().optional(),
  })
  .meta({ id: 'AudienceSaw' });

const explainedRuleSchema = z
  .strictObject({
    kind: z.literal('RULE'),
    field: z.string(),
    operator: z.string(),
    value: z.union([z.string(), z.int(), z.array(z.union([z.string(), z.int()]))]),
    holds: z.boolean(),
    /** What the rule looked at; empty when it is not known or there is none, which is why `!=` may fail. */
    saw: z.array(sawSchema),
  })
  .meta({ id: 'ExplainedRule' });
export type ExplainedRule = z.infer<typeof explainedRuleSchema>;

export interface ExplainedGroup {
  kind: 'GROUP';
  combinator: 'and' | 'or';
  not: boolean;
  holds: boolean;
  rules: (ExplainedRule | ExplainedGroup)[];
}

// As deep as an audience may be, like its own schema.
function explainedGroupOfDepth(depth: number): z.ZodType<ExplainedGroup, ExplainedGroup> {
  const entry =
    depth === AUDIENCE_DEPTH_MAX
      ? explainedRuleSchema
      : z.union([explainedRuleSchema, explainedGroupOfDepth(depth + 1)]);
  return z
    .strictObject({
      kind: z.literal('GROUP'),
      combinator: z.enum(['and', 'or']),
      not: z.boolean(),
      holds: z.boolean(),
      rules: z.array(entry),
    })
    .meta({ id: depth === 1 ? 'ExplainedGroup' : `ExplainedGroupDepth${depth}` });
}

/** Whether an audience means one member and, rule by rule, why. */
export const audienceExplanationSchema = z
  .strictObject({
    memberId: idSchema,
    name: z.string(),
    /** Below the owner, a member today, and every rule that must hold holds. */
    meant: z.boolean(),
    isBelowOwner: z.boolean(),
    membership: z.enum(['ACTIVE', 'RETAINED', 'WITHDRAWN']),
    /** Nobody is left out of an audience without a card, but a till asks for one. */
    hasActiveCard: z.boolean(),
    rules: explainedGroupOfDepth(1),
  })
  .meta({ id: 'AudienceExplanation' });
export type AudienceExplanation = z.infer<typeof audienceExplanationSchema>;
