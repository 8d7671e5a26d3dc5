import { z } from 'zod';

export const assessmentRequestSchema = z
  .strictObject({
    standard: z.boolean(),
    assessedOn: z.iso.date(),
    /** What was looked at and found. */
    basis: z
      .string()
      .trim()
      .min(2)
      .max(500)
      .regex(/^[^\p{Cc}]*$/u, 'must be one line'),
  })
  .meta({ id: 'StandardAssessmentRequest' });
export type AssessmentRequest = z.infer<typeof assessmentRequestSchema>;

export const assessmentViewSchema = z
  .strictObject({
    id: z.string(),
    standard: z.boolean(),
    assessedOn: z.string(),
    basis: z.string(),
    assessedBy: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'StandardAssessment' });
export type AssessmentView = z.infer<typeof assessmentViewSchema>;

/** Whether a union meets the standard as last assessed, where it lies, and what was found before, newest first. */
export const standingViewSchema = z
  .strictObject({
    orgId: z.string(),
    name: z.string(),
    standard: z.boolean(),
    /** Its own district or that of its park. */
    districtCode: z.string().nullable(),
    assessments: z.array(assessmentViewSchema),
  })
  .meta({ id: 'UnionStanding' });
export type StandingView = z.infer<typeof standingViewSchema>;

export const districtViewSchema = z.strictObject({ code: z.string(), name: z.string() }).meta({ id: 'District' });
export type DistrictView = z.infer<typeof districtViewSchema>;
export const districtListSchema = z.strictObject({ items: z.array(districtViewSchema) }).meta({ id: 'DistrictList' });

export const districtRequestSchema = z
  .strictObject({
    /** Null takes it away; the union then lies where its park does. */
    districtCode: z
      .string()
      .regex(/^\d{6}$/, 'must be the six digits of a district')
      .nullable(),
  })
  .meta({ id: 'DistrictRequest' });
export type DistrictRequest = z.infer<typeof districtRequestSchema>;
