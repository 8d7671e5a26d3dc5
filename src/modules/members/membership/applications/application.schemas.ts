import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.js';
import { pageSchema } from '../../../../shared/page.js';
import { consentTextSchema } from '../../privacy/consents/consent.schemas.js';
import { memberPageQuerySchema, orgIdSchema } from '../../members.schemas.js';
import { reasonSchema } from '../transfers/transfer.schemas.js';

const wireTime = z.iso.datetime({ offset: true });
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');
// Only the length here: which character is wrong is told by the number's own check.
const idNumberSchema = z.string().trim().min(15).max(40);
const phoneSchema = z.string().trim().min(11).max(20);

export const selfApplicationSchema = z
  .strictObject({
    name: nameSchema,
    idNumber: idNumberSchema,
    /** The number just proved, once more: it is kept nowhere readable until it is somebody's. */
    phone: phoneSchema,
    orgId: orgIdSchema,
    /** The version of the general consent that was shown and agreed to. */
    consentVersion: z.int().min(1),
  })
  .meta({ id: 'SelfApplication' });
export type SelfApplication = z.infer<typeof selfApplicationSchema>;

export const proposalRequestSchema = z
  .strictObject({
    name: nameSchema,
    idNumber: idNumberSchema,
    phone: phoneSchema,
    orgId: orgIdSchema,
    enterpriseId: idSchema.optional(),
  })
  .meta({ id: 'MembershipProposal' });
export type ProposalRequest = z.infer<typeof proposalRequestSchema>;

export const APPLICATION_STATES = ['PENDING', 'JOINED', 'TRANSFER', 'REFUSED', 'CANCELLED'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

export const applicationViewSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(['SELF', 'PROPOSED']),
    state: z.enum(APPLICATION_STATES),
    orgId: z.string(),
    orgName: z.string(),
    enterpriseName: z.string().nullable(),
    name: z.string(),
    /** Kept, and shown masked, only while it waits. */
    idNumberMasked: z.string().nullable(),
    phoneMasked: z.string().nullable(),
    proposedBy: z.string().nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    /** The member it became, where the officer looks after them. */
    memberId: idSchema.nullable(),
    createdAt: wireTime,
    decidedAt: wireTime.nullable(),
    mayDecide: z.boolean(),
  })
  .meta({ id: 'MembershipApplication' });
export type ApplicationView = z.infer<typeof applicationViewSchema>;
export const applicationsPageSchema = pageSchema(applicationViewSchema).meta({ id: 'MembershipApplicationsPage' });
export const applicationsQuerySchema = memberPageQuerySchema.extend({ state: z.enum(APPLICATION_STATES).optional() });
export type ApplicationsQuery = z.infer<typeof applicationsQuerySchema>;

/** `PROPOSED`: a second officer decides. `TRANSFER`: a member already, so the other union is asked to let them go. */
export const proposalMadeSchema = z
  .strictObject({ outcome: z.enum(['PROPOSED', 'TRANSFER']), id: idSchema })
  .meta({ id: 'MembershipProposalMade' });
export type ProposalMade = z.infer<typeof proposalMadeSchema>;

export const applicationDecisionSchema = z
  .discriminatedUnion('approve', [
    z.strictObject({ approve: z.literal(true) }),
    z.strictObject({ approve: z.literal(false), reason: reasonSchema }),
  ])
  .meta({ id: 'ApplicationDecision' });
export type ApplicationDecision = z.infer<typeof applicationDecisionSchema>;

/** What waits for the officer to decide, for the menu. */
export const waitingSchema = z
  .strictObject({ applications: z.int(), transfers: z.int(), withdrawals: z.int() })
  .meta({ id: 'MembershipWaiting' });
export type Waiting = z.infer<typeof waitingSchema>;

/** The worker's own application. */
export const myApplicationSchema = z
  .strictObject({
    id: idSchema,
    state: z.enum(APPLICATION_STATES),
    orgName: z.string(),
    nameMasked: z.string(),
    reason: z.string().nullable(),
    createdAt: wireTime,
    decidedAt: wireTime.nullable(),
  })
  .meta({ id: 'MyApplication' });
export type MyApplication = z.infer<typeof myApplicationSchema>;
export const myJoiningSchema = z
  .strictObject({
    application: myApplicationSchema.nullable(),
    /** What who applies agrees to. */
    consent: consentTextSchema.nullable(),
  })
  .meta({ id: 'MyJoining' });
export type MyJoining = z.infer<typeof myJoiningSchema>;
