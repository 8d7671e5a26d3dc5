import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../../../shared/page.js';

const wireTime = z.iso.datetime({ offset: true });

export const ERASURE_STATES = ['REQUESTED', 'CANCELLED', 'REFUSED', 'DONE'] as const;

/** The worker's own request; null when there is none under way. */
export const myErasureSchema = z
  .strictObject({
    open: z.strictObject({ requestedAt: wireTime, dueAt: wireTime.nullable() }).nullable(),
    /** How many days a request waits before it is carried out. */
    waitDays: z.int(),
  })
  .meta({ id: 'MyErasure' });
export type MyErasure = z.infer<typeof myErasureSchema>;

export const erasureViewSchema = z
  .strictObject({
    id: idSchema,
    memberId: idSchema,
    /** A masked name while there is one. */
    memberName: z.string(),
    memberNo: z.string(),
    orgName: z.string(),
    origin: z.enum(['WORKER', 'OFFICER']),
    state: z.enum(ERASURE_STATES),
    reason: z.string().nullable(),
    requestedBy: z.string().nullable(),
    requestedAt: wireTime,
    /** When a worker's request is carried out. */
    dueAt: wireTime.nullable(),
    decidedBy: z.string().nullable(),
    endedAt: wireTime.nullable(),
    /** Whether the asking officer may decide: an officer's request, and somebody else's. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureViewSchema>;
export const erasuresPageSchema = pageSchema(erasureViewSchema).meta({ id: 'ErasuresPage' });

export const erasuresQuerySchema = pageQuerySchema.extend({
  state: z.enum(ERASURE_STATES).optional(),
  cursor: idSchema.optional(),
});
export type ErasuresQuery = z.infer<typeof erasuresQuerySchema>;

export const erasureRequestSchema = z
  .strictObject({ reason: z.string().trim().min(2, 'must say why').max(300) })
  .meta({ id: 'ErasureRequest' });
export const erasureAcceptedSchema = z.strictObject({ erasureId: idSchema }).meta({ id: 'ErasureAccepted' });

export const erasureDecisionSchema = z.strictObject({ approve: z.boolean() }).meta({ id: 'ErasureDecision' });
