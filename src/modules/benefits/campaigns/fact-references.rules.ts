import type { AudienceGroup, AudienceRule } from '../eligibility/audience.schemas.js';
import type { FactValue, NamedKind } from './campaign-diff.schemas.js';

const NAMED_IN_RULES: Readonly<Partial<Record<AudienceRule['field'], NamedKind>>> = {
  category: 'memberCategory',
  org: 'org',
  park: 'park',
  enterprise: 'enterprise',
  list: 'list',
};

interface Reference {
  readonly of: NamedKind;
  readonly id: string;
}

function inRule(entry: AudienceRule | AudienceGroup): Reference[] {
  if ('rules' in entry) return entry.rules.flatMap(inRule);
  const of = NAMED_IN_RULES[entry.field];
  if (of === undefined) return [];
  return [entry.value].flat().map((value) => ({ of, id: codeOf(of, String(value)) }));
}

/** A level stands behind its category: the name belongs to the category. */
const codeOf = (of: NamedKind, id: string): string => (of === 'memberCategory' ? (id.split(':')[0] ?? id) : id);

/** What a value refers to that has a name of its own. */
export function listReferences(value: FactValue): Reference[] {
  switch (value.as) {
    case 'NAMED':
      return [{ of: value.of, id: value.id }];
    case 'TIER':
      return value.category === null ? [] : [{ of: 'memberCategory', id: codeOf('memberCategory', value.category) }];
    case 'RULE':
      return inRule(value.rule);
    case 'GROUP':
      return inRule(value.group);
    default:
      return [];
  }
}
