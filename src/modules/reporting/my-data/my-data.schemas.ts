import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';

const wireTime = z.iso.datetime({ offset: true });

export const dataExportSchema = z
  .strictObject({
    id: idSchema,
    state: z.enum(['WAITING', 'READY']),
    requestedAt: wireTime,
    /** Until when it can be fetched. */
    expiresAt: wireTime,
  })
  .meta({ id: 'DataExport' });
export type DataExportView = z.infer<typeof dataExportSchema>;
export const dataExportsSchema = z.strictObject({ items: z.array(dataExportSchema) }).meta({ id: 'DataExports' });

export const lookSchema = z
  .strictObject({
    at: wireTime,
    /** Who looked, by the name they work under. */
    who: z.string(),
    purpose: z.string(),
  })
  .meta({ id: 'Look' });
export type Look = z.infer<typeof lookSchema>;
export const looksSchema = z.strictObject({ items: z.array(lookSchema) }).meta({ id: 'Looks' });
