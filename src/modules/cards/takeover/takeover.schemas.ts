import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageSchema } from '../../../shared/page.js';
import { wireTime } from '../plastic/plastic.schemas.js';

export const TAKEOVER_STATES = ['CHECKING', 'CHECKED', 'TAKING', 'DONE', 'FAILED', 'DISCARDED'] as const;
export type TakeoverState = (typeof TAKEOVER_STATES)[number];

export const takeoverAcceptedSchema = z.strictObject({ takeoverId: idSchema }).meta({ id: 'CardTakeoverAccepted' });
export const takeoverStepSchema = z.strictObject({}).meta({ id: 'CardTakeoverStep' });

export const takeoverViewSchema = z
  .strictObject({
    id: idSchema,
    orgId: z.string(),
    orgName: z.string(),
    fileName: z.string(),
    state: z.enum(TAKEOVER_STATES),
    failure: z.string().nullable(),
    totalRows: z.int(),
    doneRows: z.int(),
    /** Old cards that become cards here; in a dry run, those that would. */
    newRows: z.int(),
    /** Holders who have a card here already: the old number is noted on it. */
    linkedRows: z.int(),
    /** Taken over before. */
    knownRows: z.int(),
    refusedRows: z.int(),
    createdAt: wireTime,
    finishedAt: wireTime.nullable(),
  })
  .meta({ id: 'CardTakeover' });
export type TakeoverView = z.infer<typeof takeoverViewSchema>;
export const takeoversPageSchema = pageSchema(takeoverViewSchema).meta({ id: 'CardTakeoversPage' });
