import { z } from 'zod';

/** How deep groups may stand in each other. */
export const AUDIENCE_DEPTH_MAX = 5;
const RULES_MAX = 100;
const VALUES_MAX = 200;

export const ORDER_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'between'] as const;
const CHOICE_OPERATORS = ['=', '!=', 'in', 'notIn'] as const;

interface AudienceField {
  readonly operators: readonly string[];
  readonly value: RegExp | 'INTEGER';
  readonly example: string;
}

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const years: AudienceField = { operators: ORDER_OPERATORS, value: 'INTEGER', example: '18' };
const choice = (value: RegExp, example: string): AudienceField => ({ operators: CHOICE_OPERATORS, value, example });

/** The whole list of what an audience may ask about a person, with which operators; pages build their editor from it. */
export const AUDIENCE_FIELDS = {
  category: {
    operators: ['has', 'hasNot'],
    value: /^[A-Z][A-Z0-9_]{0,39}(?::[A-Z][A-Z0-9_]{0,39})?$/,
    example: 'HARDSHIP or HARDSHIP:DEEP',
  },
  org: { operators: ['within', 'notWithin'], value: REFERENCE, example: 'the id of a union' },
  park: choice(REFERENCE, 'the id of a park'),
  tier: choice(/^(?:NATIONAL|PROVINCIAL|MUNICIPAL)$/, 'NATIONAL, PROVINCIAL or MUNICIPAL'),
  enterprise: choice(REFERENCE, 'the id of an enterprise'),
  industry: choice(/^\P{C}{1,40}$/u, 'textile'),
  gender: choice(/^[FM]$/, 'F or M'),
  age: years,
  joinedYears: years,
  cardAgeDays: years,
  birthdayMonth: { operators: ['='], value: /^THIS$/, example: 'THIS' },
  list: { operators: ['in'], value: REFERENCE, example: 'the name of a list' },
} as const satisfies Record<string, AudienceField>;

export type AudienceFieldName = keyof typeof AUDIENCE_FIELDS;
const isFieldName = (name: string): name is AudienceFieldName => name in AUDIENCE_FIELDS;
const FIELD_NAMES = Object.keys(AUDIENCE_FIELDS).filter(isFieldName);
const OPERATORS = ['has', 'hasNot', 'within', 'notWithin', 'in', 'notIn', ...ORDER_OPERATORS] as const;

const unknownFields: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? `Unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}: remove it or correct its name`
    : undefined;

/** One question about a person, such as `{ field: 'age', operator: '>=', value: 18 }`. */
export const audienceRuleSchema = z
  .strictObject(
    {
      field: z.enum(FIELD_NAMES, { error: `Unknown field; use one of ${FIELD_NAMES.join(', ')}` }),
      operator: z.enum(OPERATORS, { error: `Unknown operator; use one of ${OPERATORS.join(', ')}` }),
      value: z.union([z.string().max(100), z.int(), z.array(z.union([z.string().max(100), z.int()])).max(VALUES_MAX)], {
        error: `Give a text, a whole number or a list of at most ${VALUES_MAX} of them`,
      }),
    },
    { error: unknownFields },
  )
  .superRefine((rule, context) => {
    const problem = findRuleProblem(rule);
    if (problem) context.addIssue({ code: 'custom', ...problem });
  })
  .meta({ id: 'AudienceRule' });

export interface AudienceRule {
  field: AudienceFieldName;
  operator: (typeof OPERATORS)[number];
  value: string | number | (string | number)[];
}
export interface AudienceGroup {
  combinator: 'and' | 'or';
  not?: boolean | undefined;
  rules: (AudienceRule | AudienceGroup)[];
}

function findRuleProblem(rule: AudienceRule): { path: string[]; message: string } | null {
  const field: AudienceField = AUDIENCE_FIELDS[rule.field];
  if (!field.operators.includes(rule.operator))
    return { path: ['operator'], message: `Field "${rule.field}" takes ${field.operators.join(', ')}` };
  const fits = (value: string | number): boolean =>
    field.value === 'INTEGER'
      ? typeof value === 'number' && value >= 0 && value <= 100_000
      : typeof value === 'string' && field.value.test(value);
  const wanted = (message: string) => ({ path: ['value'], message });
  if (rule.operator === 'between') {
    const [low, high, ...more] = Array.isArray(rule.value) ? rule.value : [];
    const isPair = low !== undefined && high !== undefined && more.length === 0 && fits(low) && fits(high);
    return isPair && low <= high ? null : wanted('Give two whole numbers, the smaller first, such as [18, 35]');
  }
  if (rule.operator === 'notIn' || (rule.operator === 'in' && rule.field !== 'list')) {
    const isList = Array.isArray(rule.value) && rule.value.length > 0 && rule.value.every(fits);
    return isList ? null : wanted(`Give a list such as [${field.example}]`);
  }
  return !Array.isArray(rule.value) && fits(rule.value) ? null : wanted(`Give ${field.example}`);
}

const looksLikeGroup = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && ('rules' in input || 'combinator' in input);

const sentence = (issues: z.core.$ZodIssue[] | undefined): string =>
  (issues ?? [])
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ');

// Unrolled to a fixed depth instead of recursive: a hostile nesting is refused by its shape and cannot exhaust the stack.
function groupOfDepth(depth: number): z.ZodType<AudienceGroup, AudienceGroup> {
  const inner: z.ZodType<AudienceGroup, AudienceGroup> =
    depth === AUDIENCE_DEPTH_MAX ? z.never(`Groups nest at most ${AUDIENCE_DEPTH_MAX} deep`) : groupOfDepth(depth + 1);
  const entry = z.union([audienceRuleSchema, inner], {
    error: (issue) =>
      issue.code === 'invalid_union' ? sentence(issue.errors[looksLikeGroup(issue.input) ? 1 : 0]) : undefined,
  });
  return z
    .strictObject(
      {
        combinator: z.enum(['and', 'or'], { error: 'Join the rules with "and" or "or"' }),
        not: z.boolean().optional(),
        rules: z.array(entry).max(RULES_MAX, `At most ${RULES_MAX} rules`),
      },
      { error: unknownFields },
    )
    .meta({ id: depth === 1 ? 'AudienceGroup' : `AudienceGroupDepth${depth}` });
}

const countRules = (group: AudienceGroup): number =>
  group.rules.reduce((sum, entry) => sum + 1 + ('rules' in entry ? countRules(entry) : 0), 0);

/** Whom a TARGETED campaign is for: a rule group as react-querybuilder writes it, without its ids. */
export const audienceSchema = groupOfDepth(1).refine(
  (group) => countRules(group) <= RULES_MAX,
  `An audience has at most ${RULES_MAX} rules and groups in all`,
);
