import { z } from 'zod';

/** Six digits; which six are too easy is decided with the holder's facts. */
export const pinSchema = z.string().regex(/^[0-9]{6}$/, 'must be six digits');

const proof = z.string().regex(/^[0-9]{5}[0-9Xx]$/, 'must be the last six characters of the ID number');

export const setPinRequestSchema = z.strictObject({ pin: pinSchema, proof }).meta({ id: 'SetPinRequest' });
export type SetPinRequest = z.infer<typeof setPinRequestSchema>;

/** At the desk: the holder types a new one there, or sets one in the app later. */
export const resetPinRequestSchema = z
  .strictObject({ pin: pinSchema.optional(), reason: z.string().trim().min(2, 'must say why').max(200) })
  .meta({ id: 'ResetPinRequest' });
export type ResetPinRequest = z.infer<typeof resetPinRequestSchema>;

export const cardPinSchema = z
  .strictObject({
    state: z.enum(['NONE', 'SET', 'LOCKED']),
    triesLeft: z.int(),
    setAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: 'CardPin' });
export type CardPin = z.infer<typeof cardPinSchema>;
