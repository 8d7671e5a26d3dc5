import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';
import { memberPageQuerySchema } from '../members.schemas.js';

/** How many people one request may add or remove. */
export const LIST_ROWS_MAX = 5_000;
const TEXT_MAX = 200_000;

export const listIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be 1 to 64 letters, digits, "-" or "_"');

export const newListRequestSchema = z
  .strictObject({
    id: listIdSchema,
    name: z
      .string()
      .trim()
      .regex(/^\P{C}{1,100}$/u, 'must have 1 to 100 characters on one line'),
    ownerOrgId: listIdSchema,
  })
  .meta({ id: 'NewMemberListRequest' });
export type NewListRequest = z.infer<typeof newListRequestSchema>;

/** Whom to add or remove: members by id, or ID numbers one a line as pasted from a sheet. */
export const listPeopleRequestSchema = z
  .strictObject({
    memberIds: z.array(idSchema).max(LIST_ROWS_MAX).default([]),
    text: z.string().max(TEXT_MAX, `At most ${TEXT_MAX} characters at once`).default(''),
  })
  .refine(({ memberIds, text }) => memberIds.length > 0 || text.trim() !== '', 'Name at least one person')
  .meta({ id: 'MemberListPeopleRequest' });
export type ListPeopleRequest = z.infer<typeof listPeopleRequestSchema>;

export const LIST_ROW_REASONS = [
  'ID_NUMBER_LENGTH',
  'ID_NUMBER_CHARACTERS',
  'ID_NUMBER_AREA',
  'ID_NUMBER_BIRTH_DATE',
  'ID_NUMBER_CHECK',
  'REPEATED',
  'MEMBER_UNKNOWN',
] as const;

const rowErrorSchema = z
  .strictObject({
    /** Line of the text, from 1; ids are counted after the lines. */
    row: z.int(),
    reason: z.enum(LIST_ROW_REASONS),
    maskedValue: z.string(),
  })
  .meta({ id: 'MemberListRowError' });
export type ListRowError = z.infer<typeof rowErrorSchema>;

/** What came of it; rows that could not be read do not hinder the others. */
export const listChangeSchema = z
  .strictObject({ changed: z.int(), unchanged: z.int(), size: z.int(), refused: z.array(rowErrorSchema) })
  .meta({ id: 'MemberListChange' });
export type ListChange = z.infer<typeof listChangeSchema>;

export const listViewSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    ownerOrgId: z.string(),
    ownerName: z.string(),
    size: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: 'MemberList' });
export type ListView = z.infer<typeof listViewSchema>;
export const listsPageSchema = pageSchema(listViewSchema).meta({ id: 'MemberListsPage' });
export const listsQuerySchema = pageQuerySchema.extend({ cursor: listIdSchema.optional() });
export type ListsQuery = z.infer<typeof listsQuerySchema>;

export const listMemberSchema = z
  .strictObject({ memberId: idSchema, memberNo: z.string(), name: z.string(), orgName: z.string() })
  .meta({ id: 'MemberListMember' });
export type ListMember = z.infer<typeof listMemberSchema>;
export const listMembersPageSchema = pageSchema(listMemberSchema).meta({ id: 'MemberListMembersPage' });
export const listMembersQuerySchema = memberPageQuerySchema;
