import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../../../shared/money.js';
import { pageSchema } from '../../../shared/page.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';

export const budgetLineRequestSchema = z
  .strictObject({
    id: slugSchema,
    orgId: slugSchema,
    name: z.string().trim().min(1, 'must not be empty').max(100),
    totalFen: positiveFenSchema,
    /** The line the money comes from; without one the federation funds it. */
    parentId: slugSchema.optional(),
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
    totalFen: fenSchema,
    handedFen: fenSchema,
    freeFen: fenSchema,
  })
  .meta({ id: 'BudgetLine' });
export type BudgetLine = z.infer<typeof budgetLineSchema>;

export const budgetPageSchema = pageSchema(budgetLineSchema).meta({ id: 'BudgetPage' });
