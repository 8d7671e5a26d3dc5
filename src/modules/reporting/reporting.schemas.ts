import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { fenSchema } from '../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const boardSchema = z
  .strictObject({
    campaignId: z.string(),
    state: z.string(),
    totalFen: fenSchema,
    spentFen: fenSchema,
    /** Held at tills and promised for what people hold. */
    heldFen: fenSchema,
    /** Part of it: for vouchers and balances people hold. */
    promisedFen: fenSchema,
    uses: z.int(),
    claimed: z.int(),
    /** How many packs may be claimed; null where none are. */
    packs: z.int().nullable(),
    /** At the pace of the last seven days; null when it lasts to the end. */
    runsOutOn: z.string().nullable(),
    byDay: z.array(
      z.strictObject({
        dayOn: z.string(),
        uses: z.int(),
        reversals: z.int(),
        /** Given less taken back that day; negative when more came back. */
        discountFen: z.int(),
        unionFen: z.int(),
      }),
    ),
    byHour: z.array(z.strictObject({ hour: z.int().min(0).max(23), uses: z.int() })),
    /** By the park of the store; without one outside all parks. */
    byPark: z.array(z.strictObject({ parkCode: z.string().nullable(), name: z.string().nullable(), uses: z.int() })),
    /** True reasons of the last week at tills that named it. */
    refusals: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
  })
  .meta({ id: 'CampaignBoard' });
export type Board = z.infer<typeof boardSchema>;

export const campaignIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a campaign');

export const systemSchema = z
  .strictObject({
    /** False when the queue's store does not answer; the figures are then missing. */
    queuesAvailable: z.boolean(),
    queues: z.array(z.strictObject({ name: z.string(), waiting: z.int(), active: z.int(), failed: z.int() })),
    outbox: z.strictObject({ waiting: z.int(), oldestAt: z.string().nullable() }),
    deadLetters: z.int(),
  })
  .meta({ id: 'SystemState' });
export type SystemState = z.infer<typeof systemSchema>;

export const deadLetterStates = ['DEAD', 'REPLAYED', 'DISCARDED'] as const;

export const deadLettersQuerySchema = pageQuerySchema.extend({
  state: z.enum(deadLetterStates).default('DEAD'),
  cursor: idSchema.optional(),
});
export type DeadLettersQuery = z.infer<typeof deadLettersQuerySchema>;

export const deadLetterSchema = z
  .strictObject({
    id: z.string(),
    consumer: z.string(),
    event: z.string(),
    eventId: z.string(),
    reason: z.string(),
    state: z.enum(deadLetterStates),
    diedAt: z.string(),
    /** Who replayed or discarded it last; null while nobody did. */
    closed: z.strictObject({ by: z.string(), at: z.string() }).nullable(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof deadLetterSchema>;
export const deadLetterPageSchema = pageSchema(deadLetterSchema).meta({ id: 'DeadLetterPage' });
