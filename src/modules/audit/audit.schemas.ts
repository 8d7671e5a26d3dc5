import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const auditQuerySchema = pageQuerySchema.extend({
  subjectKind: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'must be a kind such as member or campaign')
    .optional(),
  subjectId: z.string().min(1).max(100).optional(),
  /** What was done, such as `member.revealed`; its beginning will do: `member`. */
  action: z
    .string()
    .regex(/^[a-z][a-z.-]{0,59}$/, 'must be an action such as member.revealed, or its beginning')
    .optional(),
  /** Who did it: the login of an officer, as an entry names it. */
  actorId: z.string().min(1).max(100).optional(),
  fromOn: z.iso.date({ error: 'must be a day such as 2026-12-31' }).optional(),
  untilOn: z.iso.date({ error: 'must be a day such as 2026-12-31' }).optional(),
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
    /** The name an officer or a merchant's person works under; null for workers, tills and the system. */
    actorName: z.string().nullable(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const auditPageSchema = pageSchema(auditEntryViewSchema).meta({ id: 'AuditPage' });
