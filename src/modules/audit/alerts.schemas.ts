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

/** What many unions are told of at once: one sum a kind, however many unions there are. */
export const NOTICE_GROUPS = ['endings', 'applications', 'transfers', 'withdrawals', 'retained'] as const;

export const noticeGroupSchema = z
  .strictObject({
    kind: z.enum(NOTICE_GROUPS),
    unions: z.int(),
    people: z.int(),
    /** What all of them have reached: days waited at the least, or days left at the most. */
    days: z.int(),
    /** What the first of them has reached. */
    worstDays: z.int(),
  })
  .meta({ id: 'NoticeGroup' });
export type NoticeGroup = z.infer<typeof noticeGroupSchema>;
export const alertListSchema = z
  .strictObject({ items: z.array(alertSchema), groups: z.array(noticeGroupSchema) })
  .meta({ id: 'AlertList' });

export const examineRequestSchema = z
  .strictObject({
    note: z.string({ error: 'say what you found and did' }).trim().min(1, 'say what you found and did').max(NOTE_MAX),
  })
  .meta({ id: 'ExamineRequest' });
export type ExamineRequest = z.infer<typeof examineRequestSchema>;
