/** What was on record of an entry at one time. */
export interface KnownFact {
  readonly entryId: string;
  readonly version: number;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly held: boolean;
}

/** Of all that was known, what held on a day: the latest version of each entry counts, older ones only tell what was believed before. */
export function heldOn<Fact extends KnownFact>(facts: readonly Fact[], on: string): Fact[] {
  const latest = new Map<string, Fact>();
  for (const fact of facts) {
    const before = latest.get(fact.entryId);
    if (before === undefined || fact.version > before.version) latest.set(fact.entryId, fact);
  }
  return [...latest.values()].filter(
    ({ held, fromOn, untilOn }) => held && fromOn <= on && (untilOn === null || untilOn >= on),
  );
}
