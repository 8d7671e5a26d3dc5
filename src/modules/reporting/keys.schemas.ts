import { z } from 'zod';

const progressSchema = z
  .strictObject({
    keys: z.enum(['fields', 'index']),
    /** Ids of the key in use, of the one a change is on its way to, and of those that wait until nothing hangs on them. */
    current: z.int(),
    next: z.int().nullable(),
    retired: z.array(z.int()),
    tables: z.array(z.strictObject({ table: z.string(), left: z.int() })),
  })
  .meta({ id: 'KeyProgress' });
export const keysSchema = z.strictObject({ items: z.array(progressSchema) }).meta({ id: 'Keys' });
export type KeysView = z.infer<typeof keysSchema>;
