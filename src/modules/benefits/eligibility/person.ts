import type { MemberAttributes } from '../../members/index.js';
import type { Person } from './audience.rules.js';

/**
 * A member as audiences ask about one; the one place that says which id stands for what. A park is its code and an enterprise the
 * id of its row in the census, as in a scenario's world: a credit code may be corrected or passed on, the id stays.
 */
export function personOf(attributes: MemberAttributes, cardIssuedAtMs: number | null): Person {
  return {
    categories: attributes.categories,
    orgPath: attributes.orgIds,
    park: attributes.parkCode,
    tier: attributes.tier,
    enterprise: attributes.enterpriseId,
    industry: attributes.industry,
    gender: attributes.gender,
    birthOn: attributes.birthOn,
    joinedOn: attributes.joinedOn,
    cardIssuedAtMs,
    lists: attributes.lists,
  };
}
