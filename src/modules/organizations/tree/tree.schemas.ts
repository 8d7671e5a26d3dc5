import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';
import { orgIdSchema, orgLevelSchema, orgSearchSchema, orgViewSchema } from '../organizations.schemas.js';

const lineSchema = (chars: number) =>
  z
    .string()
    .trim()
    .min(2)
    .max(chars)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line');
const nameSchema = lineSchema(100);
const reasonSchema = lineSchema(200);

export const PARK_TIERS = ['NATIONAL', 'PROVINCIAL', 'MUNICIPAL'] as const;

const newOrgOf = { parentId: orgIdSchema, name: nameSchema, reason: reasonSchema };

/** A union of people, or a park's own, right under the city's, which comes with its park and heads the unions there. */
export const newOrgSchema = z
  .discriminatedUnion('level', [
    z.strictObject({ level: z.enum(['GRASSROOTS', 'GROUP']), ...newOrgOf }),
    z.strictObject({
      level: z.literal('PARK'),
      ...newOrgOf,
      park: z.strictObject({ name: lineSchema(50), tier: z.enum(PARK_TIERS) }),
    }),
  ])
  .meta({ id: 'NewOrg' });
export type NewOrgRequest = z.infer<typeof newOrgSchema>;

export const orgRenamingSchema = z.strictObject({ name: nameSchema, reason: reasonSchema }).meta({ id: 'OrgRenaming' });
export type OrgRenaming = z.infer<typeof orgRenamingSchema>;

export const orgMoveSchema = z.strictObject({ parentId: orgIdSchema, reason: reasonSchema }).meta({ id: 'OrgMove' });
export type OrgMoveRequest = z.infer<typeof orgMoveSchema>;

export const orgDissolvingSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'OrgDissolving' });
export type OrgDissolving = z.infer<typeof orgDissolvingSchema>;

export type OrgFigure = 'members' | 'officers';

/** What stands against a change of the tree: how many of what, and what some of them are called. */
export const orgObstacleSchema = z
  .strictObject({
    kind: z.enum([
      'UNIONS',
      'MEMBERS',
      'APPLICATIONS',
      'TRANSFERS',
      'OFFICERS',
      'IMPORTS',
      'BUDGET_LINES',
      'CAMPAIGNS',
    ]),
    count: z.int(),
    names: z.array(z.string()).max(5),
  })
  .meta({ id: 'OrgObstacle' });
export type OrgObstacle = z.infer<typeof orgObstacleSchema>;
export const OBSTACLE_NAMES_MAX = 5;

/** A row of the tree, with what it and everything below it has. */
export const orgTreeRowSchema = z
  .strictObject({
    ...orgViewSchema.shape,
    parentName: z.string().nullable(),
    parkName: z.string().nullable(),
    /** Unions right below that stand. */
    children: z.int(),
    members: z.int(),
    officers: z.int(),
    dissolvedAt: z.string().nullable(),
    /** What the officer may do with it; whether something stands against it is asked when they do. */
    mayChange: z.boolean(),
    mayTake: z.boolean(),
  })
  .meta({ id: 'OrgTreeRow' });
export type OrgTreeRow = z.infer<typeof orgTreeRowSchema>;

export const orgTreeQuerySchema = pageQuerySchema.extend({
  parentId: orgIdSchema.optional(),
  q: orgSearchSchema.optional(),
  /** Those that are dissolved, instead of those that stand. */
  dissolved: z.enum(['true', 'false']).optional(),
  cursor: orgIdSchema.optional(),
});
export type OrgTreeQuery = z.infer<typeof orgTreeQuerySchema>;
export const orgTreePageSchema = pageSchema(orgTreeRowSchema).meta({ id: 'OrgTreePage' });

export const orgOutlookQuerySchema = z.strictObject({
  /** Under which union it would go; without it, what dissolving it would come to. */
  parentId: orgIdSchema.optional(),
});
export type OrgOutlookQuery = z.infer<typeof orgOutlookQuerySchema>;

/** What would follow from moving or dissolving a union, and what stands against it. */
export const orgOutlookSchema = z
  .strictObject({
    orgId: z.string(),
    name: z.string(),
    unions: z.int(),
    members: z.int(),
    officers: z.int(),
    enterprises: z.int(),
    parkBefore: z.string().nullable(),
    parkAfter: z.string().nullable(),
    /** Why it cannot be at all. */
    refusal: z
      .enum(['ORG_FIXED', 'ORG_TOP_OF_SCOPE', 'ORG_UNDER_ITSELF', 'ORG_STANDS_THERE', 'ORG_LEVEL_WRONG'])
      .nullable(),
    obstacles: z.array(orgObstacleSchema),
  })
  .meta({ id: 'OrgOutlook' });
export type OrgOutlook = z.infer<typeof orgOutlookSchema>;

/** One thing that was done to a union; `from` and `to` are names or districts, as they were then. */
export const orgStepSchema = z
  .strictObject({
    id: z.string(),
    at: z.string(),
    by: z.string().nullable(),
    kind: z.enum(['CREATED', 'RENAMED', 'MOVED', 'DISSOLVED', 'PLACED', 'ASSESSED']),
    from: z.string().nullable(),
    to: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'OrgStep' });
export type OrgStep = z.infer<typeof orgStepSchema>;

export const orgHistorySchema = z
  .strictObject({ level: orgLevelSchema, name: z.string(), items: z.array(orgStepSchema) })
  .meta({ id: 'OrgHistory' });
export type OrgHistory = z.infer<typeof orgHistorySchema>;
