export interface CategoryChoice {
  readonly levels: readonly string[];
  /** Nothing new is begun under it any more. */
  readonly retired?: boolean;
}

export type ProposalRefusal = 'CATEGORY_UNKNOWN' | 'CATEGORY_RETIRED' | 'CATEGORY_LEVEL_WRONG' | 'CATEGORY_DATES_WRONG';

/** Whether a grant may be proposed: a known code that is not retired, one of its levels (none where it has none), an end that lies ahead. */
export function decideProposal(
  category: CategoryChoice | null,
  level: string | null,
  untilOn: string | null,
  todayOn: string,
): ProposalRefusal | null {
  if (category === null) return 'CATEGORY_UNKNOWN';
  if (category.retired === true) return 'CATEGORY_RETIRED';
  const fits = category.levels.length === 0 ? level === null : level !== null && category.levels.includes(level);
  if (!fits) return 'CATEGORY_LEVEL_WRONG';
  return untilOn !== null && untilOn < todayOn ? 'CATEGORY_DATES_WRONG' : null;
}

export interface EntryDays {
  readonly state: string;
  readonly fromOn: string;
}

/**
 * Whether an entry's record may be put right: one of the levels, days in order, a beginning that is not ahead. What ended
 * stays ended: a record that would let it hold again is a new grant.
 */
export function decideCorrection(
  category: CategoryChoice,
  entry: EntryDays,
  right: { readonly level: string | null; readonly fromOn: string; readonly untilOn: string },
  todayOn: string,
): ProposalRefusal | null {
  const { level, fromOn, untilOn } = right;
  const fits = category.levels.length === 0 ? level === null : level !== null && category.levels.includes(level);
  if (!fits) return 'CATEGORY_LEVEL_WRONG';
  if (untilOn < fromOn || fromOn > todayOn) return 'CATEGORY_DATES_WRONG';
  return entry.state !== 'GRANTED' && untilOn >= todayOn ? 'CATEGORY_DATES_WRONG' : null;
}
