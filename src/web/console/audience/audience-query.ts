import type { Field, RuleGroupType } from 'react-querybuilder';
import {
  AUDIENCE_FIELDS,
  type AudienceFieldName,
  type AudienceGroup,
  audienceSchema,
} from '../../../modules/benefits/eligibility/audience.schemas.js';

/** An audience as the builder holds it; it gives ids to what has none. */
export function queryOf({ combinator, not, rules }: AudienceGroup): RuleGroupType {
  return {
    combinator,
    ...(not ? { not } : {}),
    rules: rules.map((entry) => ('rules' in entry ? queryOf(entry) : { ...entry })),
  };
}

/** What the builder holds, without its ids, as an audience is written; whether it is a good one is the schema's to say. */
export function audienceOf({ combinator, not, rules }: RuleGroupType): AudienceGroup {
  return {
    combinator: combinator === 'or' ? 'or' : 'and',
    ...(not ? { not } : {}),
    rules: rules.flatMap((entry): AudienceGroup['rules'] => {
      if (typeof entry === 'string') return [];
      if ('rules' in entry) return [audienceOf(entry)];
      const { field, operator, value } = entry;
      return [{ field, operator, value } as AudienceGroup['rules'][number]];
    }),
  };
}

/** What the server's own schema says is missing or wrong, a sentence each. */
export function listMistakes(audience: AudienceGroup): string[] {
  const parsed = audienceSchema.safeParse(audience);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

export const isMany = (operator: string): boolean => operator === 'in' || operator === 'notIn';
export const isNumber = (field: string): boolean =>
  field in AUDIENCE_FIELDS && AUDIENCE_FIELDS[field as AudienceFieldName].value === 'INTEGER';

/** A value of the form that field and operator ask for. */
export function emptyValue(field: string, operator: string): unknown {
  if (field === 'birthdayMonth') return 'THIS';
  if (operator === 'between') return [18, 60];
  if (isNumber(field)) return field === 'age' ? 18 : 1;
  return isMany(operator) && field !== 'list' ? [] : '';
}

/** The catalogue as the builder wants it. */
export function fieldsFor(label: (name: string) => string, operatorLabel: (name: string) => string): Field[] {
  return Object.entries(AUDIENCE_FIELDS).map(([name, { operators }]) => ({
    name,
    label: label(name),
    operators: operators.map((operator) => ({ name: operator, label: operatorLabel(operator) })),
  }));
}
