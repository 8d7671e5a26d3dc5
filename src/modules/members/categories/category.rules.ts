export interface CategoryChoice {
  readonly levels: readonly string[];
}

export type ProposalRefusal = 'CATEGORY_UNKNOWN' | 'CATEGORY_LEVEL_WRONG' | 'CATEGORY_DATES_WRONG';

/** Whether a grant may be proposed: a known code, one of its levels (none where it has none), an end that lies ahead. */
export function decideProposal(
  category: CategoryChoice | null,
  level: string | null,
  untilOn: string | null,
  todayOn: string,
): ProposalRefusal | null {
  if (category === null) return 'CATEGORY_UNKNOWN';
  const fits = category.levels.length === 0 ? level === null : level !== null && category.levels.includes(level);
  if (!fits) return 'CATEGORY_LEVEL_WRONG';
  return untilOn !== null && untilOn < todayOn ? 'CATEGORY_DATES_WRONG' : null;
}

export type DecisionRefusal = 'PROPOSAL_DECIDED' | 'SAME_PERSON';

/** Whether an officer may decide a proposal: it is open, and somebody else made it. */
export function decideDecision(state: string, proposedBy: string, officer: string): DecisionRefusal | null {
  if (state !== 'PROPOSED') return 'PROPOSAL_DECIDED';
  return proposedBy === officer ? 'SAME_PERSON' : null;
}
