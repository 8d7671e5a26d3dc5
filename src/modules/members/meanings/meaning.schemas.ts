import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';

const wireTime = z.iso.datetime({ offset: true });
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(2)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line');

export const categoryCodeSchema = z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'must be a category code such as HARDSHIP');

/** The words levels are made of; the pages know each in both languages, and campaigns ask about them by these. */
export const CATEGORY_LEVELS = [
  'DEEP',
  'RELATIVE',
  'SUDDEN',
  'NATIONAL',
  'PROVINCIAL',
  'CITY',
  'FIRST',
  'SECOND',
  'THIRD',
  'SEVERE',
  'MODERATE',
  'MILD',
] as const;

/** What a category means: its name and levels, how long it is posted and to whom, how long it holds, when it is looked at again, on how much evidence it rests, how long that is kept. */
export const meaningSchema = z
  .strictObject({
    name: line(30),
    levels: z
      .array(z.enum(CATEGORY_LEVELS))
      .max(6)
      .refine((levels) => new Set(levels).size === levels.length, 'must name each level once'),
    /** Days of the public notice; 0 for none. */
    noticeDays: z.int().min(0).max(60),
    noticeScope: z.enum(['PUBLIC', 'UNION']),
    monthsMax: z.int().min(1).max(120),
    reviewMonths: z.int().min(1).max(120),
    /** Files or visits, at least. */
    evidenceMin: z.int().min(0).max(10),
    workerMayApply: z.boolean(),
    keepYears: z.int().min(1).max(30),
    /** Nothing new is begun under it; what is held goes on to its end. */
    retired: z.boolean(),
  })
  .meta({ id: 'CategoryMeaning' });
export type Meaning = z.infer<typeof meaningSchema>;

/** Another meaning of a category, or, without a code, a category that is new. */
export const meaningRequestSchema = z
  .strictObject({ code: categoryCodeSchema.optional(), meaning: meaningSchema, reason: line(300) })
  .meta({ id: 'CategoryMeaningRequest' });
export type MeaningRequest = z.infer<typeof meaningRequestSchema>;

export const meaningDecisionSchema = z
  .strictObject({ approve: z.boolean(), note: line(300).optional() })
  .meta({ id: 'CategoryMeaningDecision' });
export type MeaningDecision = z.infer<typeof meaningDecisionSchema>;

export const meaningProposalSchema = z
  .strictObject({
    id: idSchema,
    code: z.string(),
    isNew: z.boolean(),
    meaning: meaningSchema,
    /** What holds now; null for a category that is new. */
    before: meaningSchema.nullable(),
    reason: z.string(),
    state: z.enum(['PROPOSED', 'APPROVED', 'REJECTED']),
    proposedBy: z.string(),
    proposedAt: wireTime,
    decidedBy: z.string().nullable(),
    decidedAt: wireTime.nullable(),
    note: z.string().nullable(),
    /** Whether the asking officer may decide it: another one proposed it. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'CategoryMeaningProposal' });
export type MeaningProposalView = z.infer<typeof meaningProposalSchema>;
export const meaningProposalsSchema = z
  .strictObject({ items: z.array(meaningProposalSchema) })
  .meta({ id: 'CategoryMeaningProposals' });

/** A version of a meaning; from when it held, by whose word and why. The first ones came with the platform. */
export const meaningVersionSchema = z
  .strictObject({
    version: z.int(),
    meaning: meaningSchema,
    reason: z.string(),
    fromAt: wireTime.nullable(),
    proposedBy: z.string().nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'CategoryMeaningVersion' });
export type MeaningVersionView = z.infer<typeof meaningVersionSchema>;
export const meaningVersionsSchema = z
  .strictObject({ items: z.array(meaningVersionSchema) })
  .meta({ id: 'CategoryMeaningVersions' });
