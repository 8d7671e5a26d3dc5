import { z } from 'zod';
import { reasonSchema } from '../transfers/transfer.schemas.js';

/** 保留会籍, its end, and 退会. */
export const STANDING_STEPS = ['RETAIN', 'RESUME', 'WITHDRAW'] as const;
export type StandingStep = (typeof STANDING_STEPS)[number];

export const standingRequestSchema = z
  .strictObject({ step: z.enum(STANDING_STEPS), reason: reasonSchema })
  .meta({ id: 'StandingRequest' });
export type StandingRequest = z.infer<typeof standingRequestSchema>;
