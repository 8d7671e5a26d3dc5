import { z } from 'zod';
import { orgLevelSchema } from '../../modules/organizations/organizations.schemas.js';
import { DAY_KINDS } from '../../modules/benefits/campaigns/campaign.schemas.js';
import { fenSchema } from '../../shared/money.js';

const MEMBERS_MAX = 100_000;

export const unknownFields: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}: remove it or correct its name`
    : undefined;

/** An object whose unknown fields are refused by name. */
export const only = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: unknownFields });

export const reference = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'use 1 to 64 letters, digits, "-" or "_", starting with a letter or digit',
  );
export const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'use a code such as HARDSHIP: capitals, digits and "_"');
export const day = z.iso.date('write an existing day as YYYY-MM-DD');
export const instant = z.iso.datetime({
  offset: true,
  error: 'write an existing instant such as 2017-01-21T10:00:00+08:00',
});

const orgSchema = only({
  id: reference,
  level: orgLevelSchema,
  parent: reference.optional(),
  tier: z.enum(['NATIONAL', 'PROVINCIAL', 'MUNICIPAL']).optional(),
  name: z.string().min(1).max(100).optional(),
}).superRefine((org, context) => {
  if (org.tier !== undefined && org.level !== 'PARK')
    context.addIssue({ code: 'custom', path: ['tier'], message: 'only an org with level PARK has a tier' });
});

const enterpriseSchema = only({
  id: reference,
  park: reference,
  union: reference.optional(),
  industry: z.string().min(1).max(40).optional(),
});

const categorySchema = only({ code, level: code.optional(), until: day.optional() });

const memberSchema = only({
  id: reference.optional(),
  idPrefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,55}$/)
    .optional(),
  count: z.int().min(1).max(MEMBERS_MAX).optional(),
  org: reference,
  enterprise: reference.optional(),
  gender: z.enum(['F', 'M']).optional(),
  birthDate: day.optional(),
  joinedOn: day.optional(),
  categories: z.array(categorySchema).default([]),
  lists: z.array(reference).default([]),
}).superRefine(({ id, idPrefix, count }, context) => {
  const isOne = id !== undefined && idPrefix === undefined && count === undefined;
  const isMany = id === undefined && idPrefix !== undefined && count !== undefined;
  if (!isOne && !isMany)
    context.addIssue({
      code: 'custom',
      path: [],
      message: 'a member has an "id", or many have "idPrefix" and "count"',
    });
});

const merchantSchema = only({ id: reference, category: code, stores: z.array(reference).min(1) });
const budgetSchema = only({ id: reference, org: reference, totalFen: fenSchema, parent: reference.optional() });
const holidaySchema = only({ date: day, kind: z.enum(DAY_KINDS) });

/** The small world a scenario plays in. */
export const worldShape = {
  holidays: z.array(holidaySchema).default([]),
  orgs: z.array(orgSchema).default([]),
  enterprises: z.array(enterpriseSchema).default([]),
  members: z.array(memberSchema).default([]),
  merchants: z.array(merchantSchema).default([]),
  budgets: z.array(budgetSchema).default([]),
};
