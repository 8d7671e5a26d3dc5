import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const orgIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a union, such as park-a-u1');
const wireTime = z.iso.datetime({ offset: true });

export const MEMBERSHIPS = ['ACTIVE', 'RETAINED', 'WITHDRAWN'] as const;
export type Membership = (typeof MEMBERSHIPS)[number];

/** Lists go on after an id. */
export const memberPageQuerySchema = pageQuerySchema.extend({ cursor: idSchema.optional() });
export type MemberPageQuery = z.infer<typeof memberPageQuerySchema>;

export const membersQuerySchema = memberPageQuerySchema.extend({
  q: z.string().trim().min(1).max(50).optional(),
  orgId: orgIdSchema.optional(),
});
export type MembersQuery = z.infer<typeof membersQuerySchema>;

const grantedCategorySchema = z
  .strictObject({ code: z.string(), level: z.string().nullable(), untilOn: z.string().nullable() })
  .meta({ id: 'GrantedCategory' });

/** A member as officers see them: ID number and phone masked. */
export const memberViewSchema = z
  .strictObject({
    id: idSchema,
    memberNo: z.string(),
    name: z.string(),
    idNumberMasked: z.string(),
    /** Null after the number went to somebody else, or the member left. */
    phoneMasked: z.string().nullable(),
    orgId: z.string(),
    orgName: z.string(),
    enterpriseName: z.string().nullable(),
    gender: z.enum(['F', 'M']).nullable(),
    joinedOn: z.string().nullable(),
    membership: z.enum(MEMBERSHIPS),
    categories: z.array(grantedCategorySchema),
    cardState: z.string().nullable(),
  })
  .meta({ id: 'Member' });
export type MemberView = z.infer<typeof memberViewSchema>;
export const membersPageSchema = pageSchema(memberViewSchema).meta({ id: 'MembersPage' });

export const revealRequestSchema = z
  .strictObject({ purpose: z.string().trim().min(4, 'must say what the numbers are needed for').max(200) })
  .meta({ id: 'RevealRequest' });
export const revealedSchema = z
  .strictObject({ idNumber: z.string(), phone: z.string().nullable() })
  .meta({ id: 'RevealedNumbers' });
export type Revealed = z.infer<typeof revealedSchema>;

<<<<<<< HEAD
export const categoryCodeViewSchema = z
  .strictObject({ code: z.string(), name: z.string(), levels: z.array(z.string()) })
  .meta({ id: 'CategoryCode' });
export type CategoryCodeView = z.infer<typeof categoryCodeViewSchema>;
export const categoryCodesSchema = z
  .strictObject({ items: z.array(categoryCodeViewSchema) })
  .meta({ id: 'CategoryCodes' });

export const categoryProposalRequestSchema = z
  .strictObject({
    code: categoryCode,
    level: categoryCode.optional(),
    untilOn: dayOn.optional(),
    basis: z.string().trim().min(2, 'must say what the grant rests on').max(300),
  })
  .meta({ id: 'CategoryProposalRequest' });
export type CategoryProposalRequest = z.infer<typeof categoryProposalRequestSchema>;

export const CATEGORY_STATES = ['PROPOSED', 'GRANTED', 'REFUSED', 'ENDED'] as const;

export const categoryProposalSchema = z
  .strictObject({
    id: idSchema,
    memberId: idSchema,
    memberNo: z.string(),
    memberName: z.string(),
    orgName: z.string(),
    code: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    fromOn: z.string(),
    untilOn: z.string().nullable(),
    basis: z.string(),
    state: z.enum(CATEGORY_STATES),
    proposedBy: z.string(),
    decidedBy: z.string().nullable(),
    createdAt: wireTime,
    decidedAt: wireTime.nullable(),
    /** Whether the asking officer is not the one who proposed it. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'CategoryProposal' });
export type CategoryProposalView = z.infer<typeof categoryProposalSchema>;
export const categoryProposalsPageSchema = pageSchema(categoryProposalSchema).meta({ id: 'CategoryProposalsPage' });
export const categoryProposalsQuerySchema = memberPageQuerySchema.extend({ state: z.enum(CATEGORY_STATES).optional() });
export type CategoryProposalsQuery = z.infer<typeof categoryProposalsQuerySchema>;

export const categoryDecisionSchema = z
  .strictObject({ approve: z.boolean(), note: z.string().trim().max(300).optional() })
  .meta({ id: 'CategoryDecision' });
export type CategoryDecision = z.infer<typeof categoryDecisionSchema>;
=======
export const IMPORT_STATES = ['WAITING', 'RUNNING', 'DONE', 'FAILED'] as const;

/** Why a whole file could not be read; the page has a sentence for each. */
export const IMPORT_FAILURES = [
  'FILE_ENCODING',
  'FILE_MALFORMED',
  'HEADER_MISSING',
  'NO_ROWS',
  'TOO_MANY_ROWS',
] as const;
export type ImportFailure = (typeof IMPORT_FAILURES)[number];

export const importAcceptedSchema = z.strictObject({ importId: idSchema }).meta({ id: 'ImportAccepted' });

export const importViewSchema = z
  .strictObject({
    id: idSchema,
    orgId: z.string(),
    orgName: z.string(),
    fileName: z.string(),
    state: z.enum(IMPORT_STATES),
    totalRows: z.int(),
    doneRows: z.int(),
    addedRows: z.int(),
    knownRows: z.int(),
    refusedRows: z.int(),
    failure: z.string().nullable(),
    createdAt: wireTime,
    finishedAt: wireTime.nullable(),
  })
  .meta({ id: 'MemberImport' });
export type ImportView = z.infer<typeof importViewSchema>;
export const importsPageSchema = pageSchema(importViewSchema).meta({ id: 'MemberImportsPage' });
>>>>>>> main
