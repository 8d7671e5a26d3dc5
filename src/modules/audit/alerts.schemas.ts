import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';

const NOTE_MAX = 500;

export const alertSchema = z
  .strictObject({
    id: idSchema,
    code: z.string(),
    /** A stop waits for two people; a notice tells, and goes by itself when its cause does. */
    severity: z.enum(['STOP', 'NOTICE']),
    subjectKind: z.string(),
    subjectId: z.string(),
    /** What the campaign it is about is called; null for anything else. */
    campaignName: z.string().nullable(),
    /** What was expected and what was found. */
    detail: z.record(z.string(), z.unknown()),
    state: z.enum(['OPEN', 'EXAMINED', 'SETTLED']),
    raisedAt: z.string(),
    examinedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.infer<typeof alertSchema>;
export const alertListSchema = z.strictObject({ items: z.array(alertSchema) }).meta({ id: 'AlertList' });

export const examineRequestSchema = z
  .strictObject({
    note: z.string({ error: 'say what you found and did' }).trim().min(1, 'say what you found and did').max(NOTE_MAX),
  })
  .meta({ id: 'ExamineRequest' });
export type ExamineRequest = z.infer<typeof examineRequestSchema>;
