import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const auditQuerySchema = pageQuerySchema.extend({
  subjectKind: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'must be a kind such as member or campaign')
    .optional(),
  subjectId: z.string().min(1).max(100).optional(),
  cursor: z
    .string()
    .regex(/^[1-9][0-9]{0,15}$/, 'must be a cursor the platform gave')
    .optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditEntryViewSchema = z
  .strictObject({
    id: z.string(),
    at: z.string(),
    actorKind: z.enum(['officer', 'merchant', 'worker', 'terminal', 'system']),
    actorId: z.string(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const auditPageSchema = pageSchema(auditEntryViewSchema).meta({ id: 'AuditPage' });
