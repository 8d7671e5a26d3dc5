import { z } from 'zod';
import { reasonSchema } from '../transfers/transfer.schemas.js';

/** 保留会籍, its end, more of it, and 退会. */
export const STANDING_STEPS = ['RETAIN', 'RESUME', 'PROLONG', 'WITHDRAW'] as const;
export type StandingStep = (typeof STANDING_STEPS)[number];

export const standingRequestSchema = z
  .strictObject({
    step: z.enum(STANDING_STEPS),
    reason: reasonSchema,
    /** The last day of 保留会籍, of which the union is reminded; only with RETAIN and PROLONG. */
    untilOn: z.iso.date().optional(),
  })
  .meta({ id: 'StandingRequest' });
export type StandingRequest = z.infer<typeof standingRequestSchema>;
