/** What indicators are made of; every one is a sum over unions. */
export interface Counts {
  readonly workers: number;
  readonly members: number;
  readonly cards: number;
  readonly activeCards: number;
  /** Active cards used within the last 90 days; null where nobody knows any more. */
  readonly usedCards: number | null;
  /** Eligible ones of the census. */
  readonly enterprises: number;
  readonly enterprisesWithUnion: number;
  /** Grassroots unions; null where the question makes no sense, as by trade. */
  readonly unions: number | null;
  readonly standardUnions: number | null;
}

/** 建会率, 入会率, 发卡率, 用卡率, 达标率: fractions to four decimals, 0.8480; null where a count is not known. */
export interface Rates {
  readonly establishmentRate: number;
  readonly membershipRate: number;
  readonly issuanceRate: number;
  readonly activeCardRate: number | null;
  readonly standardRate: number | null;
}

export function ratesOf(counts: Counts): Rates {
  const { usedCards, unions, standardUnions } = counts;
  return {
    establishmentRate: fraction(counts.enterprisesWithUnion, counts.enterprises),
    membershipRate: fraction(counts.members, counts.workers),
    issuanceRate: fraction(counts.cards, counts.members),
    activeCardRate: usedCards === null ? null : fraction(usedCards, counts.activeCards),
    standardRate: unions === null || standardUnions === null ? null : fraction(standardUnions, unions),
  };
}

/** Adds counts up: the rate of the whole is the rate of the sums, never the mean of the rates. */
export function sumCounts(all: readonly Counts[]): Counts {
  const total = (pick: (counts: Counts) => number | null) => all.reduce((sum, counts) => sum + (pick(counts) ?? 0), 0);
  return {
    workers: total((counts) => counts.workers),
    members: total((counts) => counts.members),
    cards: total((counts) => counts.cards),
    activeCards: total((counts) => counts.activeCards),
    usedCards: total((counts) => counts.usedCards),
    enterprises: total((counts) => counts.enterprises),
    enterprisesWithUnion: total((counts) => counts.enterprisesWithUnion),
    unions: total((counts) => counts.unions),
    standardUnions: total((counts) => counts.standardUnions),
  };
}

// Nothing out of nothing is 0: a park without enterprises has no rate to be proud of.
function fraction(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
