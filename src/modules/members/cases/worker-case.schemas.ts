import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { evidenceFileSchema } from '../evidence/evidence.schemas.js';
import { CASE_KINDS, CASE_STATES } from './case.schemas.js';

const wireTime = z.iso.datetime({ offset: true });
const categoryCode = z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'must be a category code such as HARDSHIP');

export const applicationRequestSchema = z
  .strictObject({
    code: categoryCode,
    level: categoryCode.optional(),
    statement: z.string().trim().min(10, 'must tell your situation in at least 10 characters').max(2000),
    /** The version of the text about sensitive data that was shown and agreed to. */
    consent: z.int().min(1, 'must be the version of the text that was agreed to'),
  })
  .meta({ id: 'CategoryApplicationRequest' });
export type ApplicationRequest = z.infer<typeof applicationRequestSchema>;

export const applicationSchema = z
  .strictObject({
    id: idSchema,
    code: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    kind: z.enum(CASE_KINDS),
    state: z.enum(CASE_STATES),
    createdAt: wireTime,
    closedAt: wireTime.nullable(),
    /** What the union asked for when it sent the application back, or why it said no. */
    note: z.string().nullable(),
    noticeUntilOn: z.string().nullable(),
    files: z.array(evidenceFileSchema),
    filesMin: z.int(),
    maySend: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'CategoryApplication' });
export type ApplicationView = z.infer<typeof applicationSchema>;

/** A member's own standing, what they have under way, and what they may apply for. */
export const myCategoriesSchema = z
  .strictObject({
    held: z.array(
      z.strictObject({
        code: z.string(),
        codeName: z.string(),
        level: z.string().nullable(),
        fromOn: z.string(),
        untilOn: z.string().nullable(),
        reviewOn: z.string().nullable(),
        /** Days that are left once the end is near enough to act; null before. */
        daysLeft: z.int().nullable(),
        mayRenew: z.boolean(),
      }),
    ),
    applications: z.array(applicationSchema),
    choices: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        levels: z.array(z.string()),
        filesMin: z.int(),
        noticeDays: z.int(),
        noticeScope: z.enum(['PUBLIC', 'UNION']),
        monthsMax: z.int(),
      }),
    ),
    /** What is agreed to before anything sensitive is handed in. */
    consent: z.strictObject({
      version: z.int(),
      titleZh: z.string(),
      titleEn: z.string(),
      bodyZh: z.string(),
      bodyEn: z.string(),
    }),
  })
  .meta({ id: 'MyCategories' });
export type MyCategories = z.infer<typeof myCategoriesSchema>;
