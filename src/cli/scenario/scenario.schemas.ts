import { z } from 'zod';
import { campaignDefinitionSchema } from '../../modules/benefits/campaigns/campaign.schemas.js';
import { fenSchema } from '../../shared/money.js';
import { stepSchema } from './step.schemas.js';
import { instant, only, reference, worldShape } from './world.schemas.js';

const number = z.int().min(0);
const campaignFigures = only({
  spentFen: fenSchema.optional(),
  heldFen: fenSchema.optional(),
  remainingFen: fenSchema.optional(),
  uses: number.optional(),
  claims: number.optional(),
});
const memberFigures = only({
  vouchers: z.record(reference, number).optional(),
  grantFen: z.record(reference, fenSchema).optional(),
});

/** What must be true at the very end; a figure that is not named is not checked. */
const expectSchema = only({
  campaigns: z.record(reference, campaignFigures).default({}),
  budgets: z.record(reference, only({ freeFen: fenSchema.optional() })).default({}),
  members: z.record(reference, memberFigures).default({}),
  merchants: z.record(reference, only({ receivableFen: z.int().optional() })).default({}),
  ledger: z.literal('balanced', 'the only thing to expect of the ledger is "balanced"').optional(),
});
export type EndExpectation = z.output<typeof expectSchema>;

/** A scenario as it is written. */
export const scenarioSchema = only({
  name: z.string().min(1).optional(),
  source: z.string().optional(),
  start: instant,
  ...worldShape,
  campaigns: z.array(campaignDefinitionSchema).default([]),
  steps: z.array(stepSchema).default([]),
  expect: expectSchema.optional(),
});
export type ScenarioInput = z.output<typeof scenarioSchema>;
