import type { Meaning } from './meaning.schemas.js';

export type MeaningRefusal = 'MEANING_SAME' | 'MEANING_NEW_RETIRED';

/** Whether a meaning may be asked for: it says something else than what holds, and a new category is there to be granted. */
export function decideMeaning(before: Meaning | null, wanted: Meaning): MeaningRefusal | null {
  if (before === null && wanted.retired) return 'MEANING_NEW_RETIRED';
  return before !== null && isSame(before, wanted) ? 'MEANING_SAME' : null;
}

function isSame(one: Meaning, other: Meaning): boolean {
  const { levels, ...rest } = one;
  return (
    levels.join() === other.levels.join() &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((key) => rest[key] === other[key])
  );
}

export type MeaningDecisionRefusal = 'MEANING_DECIDED' | 'SAME_PERSON';

/** Whether somebody may decide on what another one asked for; turning one's own down is taking it back. */
export function decideOnMeaning(
  proposal: { readonly state: string; readonly proposedBy: string },
  by: string,
  approve: boolean,
): MeaningDecisionRefusal | null {
  if (proposal.state !== 'PROPOSED') return 'MEANING_DECIDED';
  return approve && proposal.proposedBy === by ? 'SAME_PERSON' : null;
}

/** The code of a new category, from an id: officers name it, and never see this. */
export function codeFrom(id: string): string {
  const letters = Array.from(id.replaceAll('-', '').slice(-10), (digit) =>
    String.fromCodePoint(65 + Number.parseInt(digit, 16)),
  );
  return `GROUP_${letters.join('')}`;
}
