import { z } from 'zod';
import { OFFICER_ROLES } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';
import { orgIdSchema } from '../../organizations/organizations.schemas.js';
import { usernameSchema } from '../identity.schemas.js';

const ROLES_MAX = 20;
const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^[^\\p{Cc}]{1,${max}}$`, 'u'), `must have 1 to ${max} characters on one line`);

export const officerRoleSchema = z.enum(OFFICER_ROLES);
const untilSchema = z.iso.date({ error: 'must be a day such as 2026-12-31' }).nullable();

const roleRequestSchema = z
  .strictObject({ role: officerRoleSchema, orgId: orgIdSchema, untilOn: untilSchema })
  .meta({ id: 'OfficerRoleRequest' });
const rolesSchema = z.array(roleRequestSchema).max(ROLES_MAX, `at most ${ROLES_MAX} roles`);

export const officersQuerySchema = pageQuerySchema.extend({
  q: lineSchema(50).optional(),
  cursor: idSchema.optional(),
});
export type OfficersQuery = z.infer<typeof officersQuerySchema>;

export const newOfficerSchema = z
  .strictObject({
    username: usernameSchema,
    displayName: lineSchema(50),
    roles: rolesSchema.min(1, 'must name at least one role'),
  })
  .meta({ id: 'NewOfficer' });
export type NewOfficerRequest = z.infer<typeof newOfficerSchema>;

/** All roles of the officer in the caller's part of the union, as they shall be. */
export const officerRolesSchema = z.strictObject({ roles: rolesSchema }).meta({ id: 'OfficerRoles' });
export type OfficerRolesRequest = z.infer<typeof officerRolesSchema>;

export const officerReasonSchema = z.strictObject({ reason: lineSchema(200) }).meta({ id: 'OfficerReason' });
export type OfficerReason = z.infer<typeof officerReasonSchema>;

export const officerBlockSchema = z
  .strictObject({ blocked: z.boolean(), reason: lineSchema(200) })
  .meta({ id: 'OfficerBlock' });
export type OfficerBlock = z.infer<typeof officerBlockSchema>;

export const officerSchema = z
  .strictObject({
    id: idSchema,
    username: z.string(),
    displayName: z.string(),
    active: z.boolean(),
    /** WAITING has a code that was not used yet. */
    state: z.enum(['ACTIVE', 'WAITING', 'CODE_EXPIRED', 'BLOCKED']),
    /** Those in the caller's part of the union. */
    roles: z.array(
      z.strictObject({
        role: officerRoleSchema,
        orgId: z.string(),
        orgName: z.string(),
        untilOn: z.string().nullable(),
        ended: z.boolean(),
      }),
    ),
    isSelf: z.boolean(),
    /** Whether the caller may block this officer or let them begin anew. */
    mayLookAfter: z.boolean(),
  })
  .meta({ id: 'Officer' });
export type OfficerView = z.infer<typeof officerSchema>;
export const officerPageSchema = pageSchema(officerSchema).meta({ id: 'OfficerPage' });

export const activationCodeSchema = z
  .strictObject({ officer: officerSchema, code: z.string(), expiresAt: z.string() })
  .meta({ id: 'ActivationCode' });
export type ActivationCode = z.infer<typeof activationCodeSchema>;

const codeSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{32}$/, 'must be the code as it was given');

export const activationOpeningSchema = z.strictObject({ code: codeSchema }).meta({ id: 'ActivationOpening' });
export const openedActivationSchema = z
  .strictObject({
    username: z.string(),
    displayName: z.string(),
    totpSecret: z.string(),
    otpauthUrl: z.string(),
    /** What the authenticator would show; in a demonstration only. */
    demoTotp: z.string().optional(),
  })
  .meta({ id: 'OpenedActivation' });
export type OpenedActivation = z.infer<typeof openedActivationSchema>;

export const activationSchema = z
  .strictObject({
    code: codeSchema,
    password: z.string().min(1).max(256),
    totp: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
  })
  .meta({ id: 'Activation' });
export type Activation = z.infer<typeof activationSchema>;
