import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

/** Id of a union organisation: a short name in letters, digits and hyphens. */
export const orgIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a union organisation');

export const orgLevelSchema = z.enum(['CITY', 'PARK', 'GRASSROOTS', 'GROUP']);
export type OrgLevel = z.infer<typeof orgLevelSchema>;

const parkCodeSchema = z.string().regex(/^[A-Z0-9]{1,8}$/, 'must be a park code such as A');
export const orgSearchSchema = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');

export const orgsQuerySchema = pageQuerySchema.extend({
  parentId: orgIdSchema.optional(),
  q: orgSearchSchema.optional(),
  cursor: orgIdSchema.optional(),
});
export type OrgsQuery = z.infer<typeof orgsQuerySchema>;

export const orgViewSchema = z
  .strictObject({
    id: z.string(),
    parentId: z.string().nullable(),
    level: orgLevelSchema,
    name: z.string(),
    parkCode: z.string().nullable(),
  })
  .meta({ id: 'Org' });
export type OrgView = z.infer<typeof orgViewSchema>;

export const orgPageSchema = pageSchema(orgViewSchema).meta({ id: 'OrgPage' });

export const enterprisesQuerySchema = pageQuerySchema.extend({
  parkCode: parkCodeSchema.optional(),
  q: orgSearchSchema.optional(),
  cursor: z.uuid().optional(),
});
export type EnterprisesQuery = z.infer<typeof enterprisesQuerySchema>;

export const enterpriseViewSchema = z
  .strictObject({
    id: z.string(),
    creditCode: z.string(),
    name: z.string(),
    parkCode: z.string(),
    orgId: z.string().nullable(),
    orgName: z.string().nullable(),
    industry: z.string().nullable(),
    condition: z.enum(['OPERATING', 'SUSPENDED', 'CLOSED']),
    eligible: z.boolean(),
    workers: z.int(),
    surveyedOn: z.string(),
  })
  .meta({ id: 'Enterprise' });
export type EnterpriseView = z.infer<typeof enterpriseViewSchema>;

export const enterprisePageSchema = pageSchema(enterpriseViewSchema).meta({ id: 'EnterprisePage' });
