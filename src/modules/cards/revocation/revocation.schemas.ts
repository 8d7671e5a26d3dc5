import { z } from 'zod';

const wireTime = z.iso.datetime({ offset: true });

const listSchema = z
  .strictObject({
    number: z.int(),
    /** The full list this one changes; its own number when it is one. */
    baseNumber: z.int(),
    madeAt: wireTime,
    /** The signed list as base64url; `shared/code/revocation-list.ts` is its layout. */
    list: z.string(),
  })
  .meta({ id: 'RevocationList' });

export const revocationsSchema = z
  .strictObject({
    /** null when the till named the newest one as what it has. */
    full: listSchema.nullable(),
    /** What changed since the newest full list; null before the first quarter of an hour is over. */
    delta: listSchema.nullable(),
    serverTime: wireTime,
  })
  .meta({ id: 'Revocations' });
export type RevocationsView = z.infer<typeof revocationsSchema>;

export const revocationsQuerySchema = z.strictObject({
  /** The number of the full list the till has. */
  have: z.coerce.number().int().min(1).optional(),
});
