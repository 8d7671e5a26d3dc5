import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageSchema } from '../../../shared/page.js';
import { categoryCodeSchema as categoryCode, meaningVersionSchema } from '../meanings/meaning.schemas.js';
import { memberPageQuerySchema, orgIdSchema } from '../members.schemas.js';

const dayOn = z.iso.date({ error: 'must be a day such as 2026-12-31' });
const wireTime = z.iso.datetime({ offset: true });
const basis = z.string().trim().min(2, 'must say what it rests on').max(300);
const note = z.string().trim().max(300);

export const CASE_STATES = [
  'DRAFT',
  'APPLIED',
  'PROPOSED',
  'IN_REVIEW',
  'NOTICE',
  'GRANTED',
  'EXITED',
  'REFUSED',
  'WITHDRAWN',
] as const;
export const CASE_KINDS = ['NEW', 'RELAPSE', 'REVIEW', 'CORRECTION', 'EXIT'] as const;
export const OBJECTION_STATES = ['OPEN', 'UPHELD', 'DISMISSED'] as const;

/** An officer proposes: a grant, or a yearly review of one that holds. */
export const caseRequestSchema = z
  .strictObject({ code: categoryCode, level: categoryCode.optional(), untilOn: dayOn.optional(), basis })
  .meta({ id: 'CategoryCaseRequest' });
export type CaseRequest = z.infer<typeof caseRequestSchema>;

/** What is proposed of something that holds: its end, or other days and level where the register was wrong. */
export const entryChangeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('EXIT'),
      cause: z.enum(['EXITED', 'REVOKED']),
      /** The last day it held; left out: yesterday, so that it ends at once. */
      untilOn: dayOn.optional(),
      basis,
    }),
    z.strictObject({
      kind: z.literal('CORRECTION'),
      level: categoryCode.nullable(),
      fromOn: dayOn,
      untilOn: dayOn,
      basis,
    }),
  ])
  .meta({ id: 'CategoryEntryChange' });
export type EntryChange = z.infer<typeof entryChangeSchema>;

const objectionSchema = z.strictObject({
  id: idSchema,
  state: z.enum(OBJECTION_STATES),
  recordedBy: z.string(),
  recordedAt: wireTime,
  settledBy: z.string().nullable(),
  settledAt: wireTime.nullable(),
  note: z.string().nullable(),
  /** Whether the asking officer may settle it: another one recorded it. */
  maySettle: z.boolean(),
});
export type ObjectionView = z.infer<typeof objectionSchema>;

export const caseViewSchema = z
  .strictObject({
    id: idSchema,
    memberId: idSchema,
    memberNo: z.string(),
    memberName: z.string(),
    orgName: z.string(),
    code: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    kind: z.enum(CASE_KINDS),
    cause: z.enum(['EXITED', 'REVOKED']).nullable(),
    state: z.enum(CASE_STATES),
    fromOn: z.string().nullable(),
    untilOn: z.string().nullable(),
    basis: z.string(),
    note: z.string().nullable(),
    /** Whether the worker applied; else an officer proposed. */
    applied: z.boolean(),
    proposedBy: z.string().nullable(),
    preparedBy: z.string().nullable(),
    decidedBy: z.string().nullable(),
    createdAt: wireTime,
    decidedAt: wireTime.nullable(),
    closedAt: wireTime.nullable(),
    noticeFromOn: z.string().nullable(),
    noticeUntilOn: z.string().nullable(),
    openObjections: z.int(),
    /** What the asking officer may do with it now. */
    may: z.array(
      z.enum(['ADD_EVIDENCE', 'COMPLETE', 'RETURN', 'APPROVE', 'REFUSE', 'WITHDRAW', 'OBJECT', 'OPEN_EVIDENCE']),
    ),
  })
  .meta({ id: 'CategoryCase' });
export type CaseView = z.infer<typeof caseViewSchema>;
export const casesPageSchema = pageSchema(caseViewSchema).meta({ id: 'CategoryCasesPage' });

/** One case with what was objected to it; the words of an objection are part of its evidence. */
export const caseDetailSchema = z
  .strictObject({
    case: caseViewSchema,
    /** What the category meant when it was decided; null until then. */
    decidedBy: meaningVersionSchema.nullable(),
    objections: z.array(objectionSchema),
  })
  .meta({ id: 'CategoryCaseDetail' });
export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const casesQuerySchema = memberPageQuerySchema.extend({
  /** WAITING: what officers have to do something about. */
  state: z.enum([...CASE_STATES, 'WAITING']).optional(),
  orgId: orgIdSchema.optional(),
  memberId: idSchema.optional(),
});
export type CasesQuery = z.infer<typeof casesQuerySchema>;

export const caseDecisionSchema = z
  .strictObject({ approve: z.boolean(), note: note.optional() })
  .meta({ id: 'CategoryCaseDecision' });
export type CaseDecision = z.infer<typeof caseDecisionSchema>;

export const caseNoteSchema = z
  .strictObject({ note: note.min(2, 'must say what is missing or why') })
  .meta({ id: 'CategoryCaseNote' });
export type CaseNote = z.infer<typeof caseNoteSchema>;

export const objectionRequestSchema = z
  .strictObject({
    by: z.string().trim().min(1, 'must say who objects').max(100),
    text: z.string().trim().min(2, 'must say what is objected').max(1000),
  })
  .meta({ id: 'CategoryObjectionRequest' });
export type ObjectionRequest = z.infer<typeof objectionRequestSchema>;

export const objectionSettlementSchema = z
  .strictObject({ upheld: z.boolean(), note: note.min(2, 'must say what was found') })
  .meta({ id: 'CategoryObjectionSettlement' });
export type ObjectionSettlement = z.infer<typeof objectionSettlementSchema>;

/** One line of a public notice: a masked name, a union, a category; nothing by which anybody could be looked up. */
export const noticeSchema = z
  .strictObject({
    maskedName: z.string(),
    orgName: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    fromOn: z.string(),
    untilOn: z.string(),
  })
  .meta({ id: 'CategoryNotice' });
export type NoticeView = z.infer<typeof noticeSchema>;
export const noticesSchema = z.strictObject({ items: z.array(noticeSchema) }).meta({ id: 'CategoryNotices' });
export type Notices = z.infer<typeof noticesSchema>;

export const dueSchema = z
  .strictObject({
    entryId: idSchema,
    memberId: idSchema,
    memberNo: z.string(),
    memberName: z.string(),
    orgName: z.string(),
    code: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    fromOn: z.string(),
    untilOn: z.string().nullable(),
    reviewOn: z.string().nullable(),
    /** Whether a review is under way already. */
    underWay: z.boolean(),
  })
  .meta({ id: 'CategoryDue' });
export type DueView = z.infer<typeof dueSchema>;
export const duePageSchema = pageSchema(dueSchema).meta({ id: 'CategoryDuePage' });
export const dueQuerySchema = memberPageQuerySchema.extend({
  cursor: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/, 'must be a cursor the platform gave')
    .optional(),
});
export type DueQuery = z.infer<typeof dueQuerySchema>;
