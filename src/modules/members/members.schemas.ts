import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const orgIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a union, such as park-a-u1');

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
