import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageSchema } from '../../../shared/page.js';
import { orgIdSchema, reasonSchema, wireTime } from '../plastic/plastic.schemas.js';

export const PRODUCTION_CARDS_MAX = 5_000;

export const PRODUCTION_STATES = ['COLLECTING', 'IN_REVIEW', 'PRODUCING', 'PRODUCED', 'CANCELLED'] as const;
export type ProductionState = (typeof PRODUCTION_STATES)[number];

/** Who a batch is for: those who asked, or everybody of the union without plastic, asked or not. */
export const PRODUCTION_AUDIENCES = ['APPLIED', 'WITHOUT_PLASTIC'] as const;
export type ProductionAudience = (typeof PRODUCTION_AUDIENCES)[number];

/** The sheet to print, the file for a card printer, the list people sign. */
export const PRODUCTION_FILES = ['SHEET', 'PRINTER', 'HANDOVER'] as const;
export type ProductionFile = (typeof PRODUCTION_FILES)[number];

export const productionRequestSchema = z
  .strictObject({
    orgId: orgIdSchema,
    audience: z.enum(PRODUCTION_AUDIENCES),
    cardsMax: z.int().min(1).max(PRODUCTION_CARDS_MAX).optional(),
  })
  .meta({ id: 'CardProductionRequest' });
export type ProductionRequest = z.infer<typeof productionRequestSchema>;
export const productionAcceptedSchema = z.strictObject({ batchId: idSchema }).meta({ id: 'CardProductionAccepted' });

export const productionOutlookQuerySchema = z.strictObject({ orgId: orgIdSchema });
/** How many a batch for a union would take, before it is asked for. */
export const productionOutlookSchema = z
  .strictObject({ applied: z.int(), withoutPlastic: z.int(), withoutCard: z.int(), inBatches: z.int() })
  .meta({ id: 'CardProductionOutlook' });
export type ProductionOutlook = z.infer<typeof productionOutlookSchema>;

const fileSchema = z.strictObject({
  kind: z.enum(PRODUCTION_FILES),
  bytes: z.int(),
  expiresAt: wireTime,
  /** Its days are over: the file is gone. */
  expired: z.boolean(),
});

export const productionViewSchema = z
  .strictObject({
    id: idSchema,
    orgId: z.string(),
    orgName: z.string(),
    audience: z.enum(PRODUCTION_AUDIENCES),
    state: z.enum(PRODUCTION_STATES),
    total: z.int(),
    /** Cards collected or produced so far. */
    done: z.int(),
    requestedByName: z.string().nullable(),
    /** The asking officer made it: somebody else must release it. */
    own: z.boolean(),
    createdAt: wireTime,
    producedAt: wireTime.nullable(),
    counts: z.strictObject({
      inBatch: z.int(),
      produced: z.int(),
      handedOver: z.int(),
      active: z.int(),
      void: z.int(),
    }),
    files: z.array(fileSchema),
  })
  .meta({ id: 'CardProduction' });
export type ProductionView = z.infer<typeof productionViewSchema>;
export const productionsPageSchema = pageSchema(productionViewSchema).meta({ id: 'CardProductionsPage' });

export const productionStepSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'CardProductionStep' });
export type ProductionStep = z.infer<typeof productionStepSchema>;

/** Hands over all that is produced but these, by their places on the list. */
export const handOverRequestSchema = z
  .strictObject({
    exceptPlaces: z.array(z.int().min(1).max(PRODUCTION_CARDS_MAX)).max(PRODUCTION_CARDS_MAX),
    reason: reasonSchema,
  })
  .meta({ id: 'CardHandOverRequest' });
export type HandOverRequest = z.infer<typeof handOverRequestSchema>;
export const handOverOutcomeSchema = z
  .strictObject({ handedOver: z.int(), left: z.int() })
  .meta({ id: 'CardHandOverOutcome' });
export type HandOverOutcome = z.infer<typeof handOverOutcomeSchema>;
