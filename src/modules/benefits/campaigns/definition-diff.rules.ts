import type { CampaignDefinition } from './campaign.schemas.js';
import type { Change, Fact } from './campaign-diff.schemas.js';
import { type KeyedFact, listFacts } from './definition-facts.rules.js';

const same = (some: unknown, other: unknown): boolean => JSON.stringify(some) === JSON.stringify(other);
const bare = ({ field, value }: KeyedFact): Fact => ({ field, value });

/** The whole of a campaign, one fact a line, for whoever checks a first version. */
export function describeCampaign(definition: CampaignDefinition): Fact[] {
  return listFacts(definition).map(bare);
}

/**
 * What a checker must look at between two versions, in the order of the description. The pages make the sentences, so that both
 * languages are in their catalogues and no sentence is stored anywhere.
 */
export function describeDiff(before: CampaignDefinition, after: CampaignDefinition): Change[] {
  const [old, next] = [listFacts(before), listFacts(after)];
  const oldByKey = new Map(old.map((fact) => [fact.key, fact]));
  const nextKeys = new Set(next.map(({ key }) => key));
  const changes = next.flatMap((fact): Change[] => {
    const was = oldByKey.get(fact.key);
    if (!was) return [{ field: fact.field, kind: 'ADDED', before: null, after: fact.value }];
    if (same(was.value, fact.value)) return [];
    return [{ field: fact.field, kind: 'CHANGED', before: was.value, after: fact.value }];
  });
  const removed = old
    .filter(({ key }) => !nextKeys.has(key))
    .map(({ field, value }): Change => ({ field, kind: 'REMOVED', before: value, after: null }));
  const place = new Map([...old, ...next].toReversed().map(({ field }, at) => [field, -at]));
  return [...changes, ...removed].toSorted((a, b) => (place.get(a.field) ?? 0) - (place.get(b.field) ?? 0));
}
