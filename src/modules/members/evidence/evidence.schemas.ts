import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';

const wireTime = z.iso.datetime({ offset: true });
const purpose = z.string().trim().min(4, 'must say what the evidence is looked at for').max(200);

export const EVIDENCE_MEDIA = ['application/pdf', 'image/jpeg', 'image/png'] as const;

export const evidenceFileSchema = z
  .strictObject({ id: idSchema, media: z.enum(EVIDENCE_MEDIA), bytes: z.int(), addedAt: wireTime })
  .meta({ id: 'EvidenceFile' });
export type EvidenceFileView = z.infer<typeof evidenceFileSchema>;

export const visitRequestSchema = z
  .strictObject({
    visitedOn: z.iso.date({ error: 'must be a day such as 2026-12-31' }),
    visitedBy: z.string().trim().min(1, 'must say who called').max(100),
    note: z.string().trim().min(2, 'must say what was seen').max(2000),
  })
  .meta({ id: 'VisitRequest' });
export type VisitRequest = z.infer<typeof visitRequestSchema>;

export const purposeSchema = z.strictObject({ purpose }).meta({ id: 'EvidencePurpose' });
export type EvidencePurpose = z.infer<typeof purposeSchema>;

/** What lies in a case's folder, opened for a stated purpose. */
export const evidenceViewSchema = z
  .strictObject({
    statement: z.string().nullable(),
    consentVersion: z.string().nullable(),
    files: z.array(evidenceFileSchema),
    visits: z.array(
      z.strictObject({
        id: idSchema,
        visitedOn: z.string(),
        visitedBy: z.string(),
        note: z.string(),
        addedAt: wireTime,
      }),
    ),
    objections: z.array(z.strictObject({ id: idSchema, by: z.string(), text: z.string() })),
    /** Whether it was erased: the person was deleted, or its time was over. */
    erased: z.boolean(),
  })
  .meta({ id: 'Evidence' });
export type EvidenceView = z.infer<typeof evidenceViewSchema>;
