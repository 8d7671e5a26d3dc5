import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { fenSchema, positiveFenSchema } from '../../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';

const yearSchema = z.number().int().min(2000).max(2100);
const versionSchema = z.number().int().min(1);
const nameSchema = z.string().trim().min(1, 'must not be empty').max(100);
const reasonSchema = z.string().trim().min(1, 'say why').max(500);

/** A first line: opened empty, its money waits for a second officer. */
export const budgetLineRequestSchema = z
  .strictObject({
    id: slugSchema,
    orgId: slugSchema,
    name: nameSchema,
    year: yearSchema,
    totalFen: positiveFenSchema,
    reason: reasonSchema,
  })
  .meta({ id: 'BudgetLineRequest' });
export type BudgetLineRequest = z.infer<typeof budgetLineRequestSchema>;

export const budgetLineSchema = z
  .strictObject({
    id: z.string(),
    orgId: z.string(),
    orgName: z.string(),
    parentId: z.string().nullable(),
    name: z.string(),
    year: yearSchema,
    state: z.enum(['OPEN', 'CLOSED']),
    /** Grows with every change; a request that moves money names the one it saw. */
    version: z.number().int(),
    totalFen: fenSchema,
    handedFen: fenSchema,
    freeFen: fenSchema,
    carriedToId: z.string().nullable(),
  })
  .meta({ id: 'BudgetLine' });
export type BudgetLine = z.infer<typeof budgetLineSchema>;

export const budgetPageSchema = pageSchema(budgetLineSchema).meta({ id: 'BudgetPage' });

/** A line as it was seen: another version now means a conflict that tells the current figures. */
const seenLineSchema = z.strictObject({ id: slugSchema, version: versionSchema }).meta({ id: 'SeenBudgetLine' });

/** Money for a line below: one that is there already, or one opened for a union below. */
export const allocationRequestSchema = z
  .strictObject({
    version: versionSchema,
    amountFen: positiveFenSchema,
    to: z.union([
      seenLineSchema,
      z.strictObject({ id: slugSchema, orgId: slugSchema, name: nameSchema }).meta({ id: 'NewBudgetLine' }),
    ]),
  })
  .meta({ id: 'AllocationRequest' });
export type AllocationRequest = z.infer<typeof allocationRequestSchema>;

/** All free money goes to the next year: to a line that is there already, or to one opened for it. */
export const carryOverRequestSchema = z
  .strictObject({
    version: versionSchema,
    to: z.union([seenLineSchema, z.strictObject({ id: slugSchema, name: nameSchema }).meta({ id: 'NextBudgetLine' })]),
  })
  .meta({ id: 'CarryOverRequest' });
export type CarryOverRequest = z.infer<typeof carryOverRequestSchema>;

export const closeRequestSchema = z.strictObject({ version: versionSchema }).meta({ id: 'CloseBudgetLineRequest' });
export type CloseRequest = z.infer<typeof closeRequestSchema>;

export const budgetMoveSchema = z
  .strictObject({ movedFen: fenSchema, line: budgetLineSchema, other: budgetLineSchema.nullable() })
  .meta({ id: 'BudgetMove' });
export type BudgetMove = z.infer<typeof budgetMoveSchema>;

export const PROPOSAL_KINDS = ['RAISE', 'REDUCE', 'CLAW_BACK'] as const;

export const budgetProposalRequestSchema = z
  .strictObject({
    kind: z.enum(PROPOSAL_KINDS),
    version: versionSchema,
    amountFen: positiveFenSchema,
    reason: reasonSchema,
  })
  .meta({ id: 'BudgetProposalRequest' });
export type BudgetProposalRequest = z.infer<typeof budgetProposalRequestSchema>;

export const budgetProposalSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(PROPOSAL_KINDS),
    lineId: z.string(),
    lineName: z.string(),
    orgName: z.string(),
    lineVersion: z.number().int(),
    totalFen: fenSchema,
    freeFen: fenSchema,
    amountFen: fenSchema,
    reason: z.string(),
    state: z.enum(['PROPOSED', 'APPROVED', 'REJECTED']),
    proposedBy: z.string(),
    proposedAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    note: z.string().nullable(),
    mayDecide: z.boolean(),
  })
  .meta({ id: 'BudgetProposal' });
export type BudgetProposalView = z.infer<typeof budgetProposalSchema>;
export const budgetProposalPageSchema = pageSchema(budgetProposalSchema).meta({ id: 'BudgetProposalPage' });
export const budgetProposalsQuerySchema = pageQuerySchema.extend({
  state: z.enum(['PROPOSED', 'APPROVED', 'REJECTED']).optional(),
  cursor: idSchema.optional(),
});
export type BudgetProposalsQuery = z.infer<typeof budgetProposalsQuerySchema>;

export const budgetDecisionSchema = z
  .discriminatedUnion('approve', [
    /** `version` is that of the line as the second officer saw it. */
    z.strictObject({ approve: z.literal(true), version: versionSchema, note: z.string().trim().max(500).optional() }),
    z.strictObject({ approve: z.literal(false), note: z.string().trim().max(500).optional() }),
  ])
  .meta({ id: 'BudgetDecision' });
export type BudgetDecision = z.infer<typeof budgetDecisionSchema>;

export const budgetTreeQuerySchema = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  /** Whose campaign is to be paid: marks the lines it may draw from. */
  owner: slugSchema.optional(),
});
export type BudgetTreeQuery = z.infer<typeof budgetTreeQuerySchema>;

export const budgetTreeLineSchema = budgetLineSchema
  .extend({
    /** Of what was handed on: what lines below have, and what campaigns of this line have. */
    linesFen: fenSchema,
    campaignsFen: fenSchema,
    /** Of campaigns of this line and of all lines below it. */
    spentFen: fenSchema,
    heldFen: fenSchema,
    campaigns: z.number().int(),
    /** The highest of 50, 80 and 95 % that was handed on. */
    alertPercent: z.number().int().nullable(),
    openProposalId: z.string().nullable(),
    drawable: z.boolean(),
  })
  .meta({ id: 'BudgetTreeLine' });
export type BudgetTreeLine = z.infer<typeof budgetTreeLineSchema>;
export const budgetTreeSchema = z
  .strictObject({
    years: z.array(yearSchema),
    thisYear: yearSchema,
    mayMove: z.boolean(),
    lines: z.array(budgetTreeLineSchema),
  })
  .meta({ id: 'BudgetTree' });
export type BudgetTreeView = z.infer<typeof budgetTreeSchema>;

export const budgetHistoryItemSchema = z.strictObject({
  at: z.string(),
  /** What happened, such as `budget-line.allocated` or `campaign.published`. */
  action: z.string(),
  /** More (positive) or less free money of the line; null when no money moved. */
  amountFen: z.number().int().nullable(),
  otherKind: z.enum(['FEDERATION', 'LINE', 'CAMPAIGN']).nullable(),
  otherName: z.string().nullable(),
  by: z.string().nullable(),
});
export const budgetHistorySchema = z
  .strictObject({ items: z.array(budgetHistoryItemSchema) })
  .meta({ id: 'BudgetHistory' });
export type BudgetHistoryItem = z.infer<typeof budgetHistoryItemSchema>;
