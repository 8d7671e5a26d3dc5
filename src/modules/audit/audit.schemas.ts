import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const auditQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'use nextCursor of the page before, unchanged')
    .optional(),
  subjectKind: z.string().max(40).optional(),
  subjectId: z.string().max(80).optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditEntrySchema = z
  .strictObject({
    id: z.string(),
    at: z.string(),
    actorKind: z.string(),
    actorId: z.string(),
    actorName: z.string(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = pageSchema(auditEntrySchema).meta({ id: 'AuditPage' });
