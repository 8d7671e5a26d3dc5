import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const orgIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a union');
export const orgListQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: pageQuerySchema.shape.cursor,
  parentId: orgIdSchema.optional(),
  q: z.string().max(50).optional(),
});
export type OrgListQuery = z.infer<typeof orgListQuerySchema>;

export const orgSchema = z
  .strictObject({
    id: z.string(),
    parentId: z.string().nullable(),
    level: z.enum(['CITY', 'PARK', 'GRASSROOTS', 'GROUP']),
    name: z.string(),
    parkCode: z.string().nullable(),
  })
  .meta({ id: 'UnionOrg' });
export type Org = z.infer<typeof orgSchema>;
export const orgPageSchema = pageSchema(orgSchema).meta({ id: 'UnionOrgPage' });

export const enterpriseListQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: pageQuerySchema.shape.cursor,
  parkCode: z.string().max(8).optional(),
  q: z.string().max(50).optional(),
});
export type EnterpriseListQuery = z.infer<typeof enterpriseListQuerySchema>;

export const enterpriseSchema = z
  .strictObject({
    id: z.string(),
    creditCode: z.string(),
    name: z.string(),
    parkCode: z.string(),
    unionOrgId: z.string().nullable(),
    unionName: z.string().nullable(),
    industry: z.string(),
    condition: z.enum(['OPERATING', 'SUSPENDED', 'CLOSED']),
    workers: z.int(),
    surveyedOn: z.string(),
  })
  .meta({ id: 'Enterprise' });
export type Enterprise = z.infer<typeof enterpriseSchema>;
export const enterprisePageSchema = pageSchema(enterpriseSchema).meta({ id: 'EnterprisePage' });
