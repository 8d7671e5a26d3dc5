import { z } from 'zod';
import { reasonSchema } from '../transfers/transfer.schemas.js';

export const phoneChangeSchema = z
  .strictObject({
    phone: z.string().trim().min(11).max(20),
    reason: reasonSchema,
    /** The officer held the ID document in their hands and it is this person's. */
    documentSeen: z.literal(true, 'must be true: the ID document has to be looked at'),
  })
  .meta({ id: 'PhoneChange' });
export type PhoneChange = z.infer<typeof phoneChangeSchema>;
