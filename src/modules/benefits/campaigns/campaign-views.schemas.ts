import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';
import { campaignDefinitionSchema } from './campaign.schemas.js';

export const CAMPAIGN_STATES = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'PAUSED', 'ENDED'] as const;
export const campaignStateSchema = z.enum(CAMPAIGN_STATES);
export type CampaignState = z.infer<typeof campaignStateSchema>;

export const CAMPAIGN_ACTIONS = ['SUBMIT', 'APPROVE', 'REJECT', 'PUBLISH', 'PAUSE', 'RESUME', 'END'] as const;
export const campaignActionSchema = z.enum(CAMPAIGN_ACTIONS);
export type CampaignAction = z.infer<typeof campaignActionSchema>;

/** The id of a campaign, a budget line, an organisation, a merchant or a store. */
export const slugSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be 1 to 64 letters, digits, "-" or "_"');

export const campaignListQuerySchema = pageQuerySchema.extend({
  state: campaignStateSchema.optional(),
  q: z.string().trim().max(100).optional(),
});
export type CampaignListQuery = z.infer<typeof campaignListQuerySchema>;

export const campaignDraftRequestSchema = z
  .strictObject({ definition: campaignDefinitionSchema })
  .meta({ id: 'CampaignDraftRequest' });

export const campaignActionRequestSchema = z
  .strictObject({
    action: campaignActionSchema,
    note: z.string().trim().min(1).max(500).optional(),
    /** The revision the officer saw; refused with CAMPAIGN_CHANGED if the content is another one by now. */
    revision: z.number().int().min(1).optional(),
  })
  .meta({ id: 'CampaignActionRequest' });
export type CampaignActionRequest = z.infer<typeof campaignActionRequestSchema>;

export const campaignScheduleRequestSchema = z
  .strictObject({
    publishAt: z.iso
      .datetime({ offset: true, error: 'must be an instant such as 2017-01-01T00:00:00+08:00' })
      .nullable(),
    revision: z.number().int().min(1).optional(),
  })
  .meta({ id: 'CampaignScheduleRequest' });
export type CampaignScheduleRequest = z.infer<typeof campaignScheduleRequestSchema>;

export const campaignBudgetRequestSchema = z
  .strictObject({ totalFen: fenSchema })
  .meta({ id: 'CampaignBudgetRequest' });

const personSchema = z.strictObject({ id: z.string(), displayName: z.string() }).meta({ id: 'CampaignPerson' });

/** What of the campaign runs now; its version is older than the draft's while an edit waits to be published. */
const liveSchema = z
  .strictObject({ state: z.enum(['GRANTING', 'PUBLISHED', 'PAUSED', 'ENDED']), version: z.number().int() })
  .meta({ id: 'CampaignLive' });

const rowShape = {
  id: z.string(),
  label: z.string(),
  kind: z.enum(['UNIVERSAL', 'TARGETED']),
  owner: z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'CampaignOwner' }),
  mechanism: campaignDefinitionSchema.shape.mechanism,
  state: campaignStateSchema,
  version: z.number().int(),
  live: liveSchema.nullable(),
  when: z.strictObject({ from: z.string(), to: z.string() }).meta({ id: 'CampaignWindow' }),
  totalFen: fenSchema,
  spentFen: fenSchema,
  heldFen: fenSchema,
  remainingFen: fenSchema,
  uses: z.number().int(),
};

export const campaignRowSchema = z.strictObject(rowShape).meta({ id: 'CampaignRow' });
export type CampaignRow = z.infer<typeof campaignRowSchema>;
export const campaignPageSchema = pageSchema(campaignRowSchema).meta({ id: 'CampaignPage' });

export const PROBLEM_SEVERITIES = ['ERROR', 'WARNING'] as const;
export const campaignProblemSchema = z
  .strictObject({
    field: z.string(),
    code: z.string(),
    /** An error stops publishing; a warning is for the checker to weigh. */
    severity: z.enum(PROBLEM_SEVERITIES),
    message: z.string(),
    /** What a sentence of another language fills its gaps with. */
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'CampaignProblem' });
export type CampaignProblem = z.infer<typeof campaignProblemSchema>;

const versionSchema = z
  .strictObject({
    version: z.number().int(),
    madeBy: personSchema,
    checkedBy: personSchema,
    publishedAt: z.string(),
    definition: campaignDefinitionSchema,
  })
  .meta({ id: 'CampaignVersion' });

export const campaignDetailSchema = z
  .strictObject({
    ...rowShape,
    budgetLineId: z.string().nullable(),
    /** Counts every change of the content; name it when acting, so that nobody decides on what they did not see. */
    revision: z.number().int(),
    /** When the clock publishes what was approved; null if an officer does. */
    publishAt: z.string().nullable(),
    definition: campaignDefinitionSchema,
    versions: z.array(versionSchema),
    madeBy: personSchema,
    submittedBy: personSchema.nullable(),
    checkedBy: personSchema.nullable(),
    /** What would stop publishing now, all at once. */
    problems: z.array(campaignProblemSchema),
    /** What the officer who asks may do now. */
    actions: z.array(campaignActionSchema),
    mayEdit: z.boolean(),
    mayChangeBudget: z.boolean(),
  })
  .meta({ id: 'CampaignDetail' });
export type CampaignDetail = z.infer<typeof campaignDetailSchema>;
