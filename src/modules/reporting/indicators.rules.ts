/** Counts a park's indicators are made of. */
export interface ParkCounts {
  readonly enterprises: number;
  readonly enterprisesWithUnion: number;
  readonly workers: number;
  readonly members: number;
  readonly cards: number;
}

/** 建会率, 入会率, 发卡率: fractions to four decimals, 0.8480. */
export interface Indicators {
  readonly establishmentRate: number;
  readonly membershipRate: number;
  readonly issuanceRate: number;
}

export function indicatorsOf(counts: ParkCounts): Indicators {
  return {
    establishmentRate: fraction(counts.enterprisesWithUnion, counts.enterprises),
    membershipRate: fraction(counts.members, counts.workers),
    issuanceRate: fraction(counts.cards, counts.members),
  };
}

/** Adds counts up: the rate of the whole is the rate of the sums, never the mean of the rates. */
export function sumCounts(all: readonly ParkCounts[]): ParkCounts {
  const total = (pick: (counts: ParkCounts) => number) => all.reduce((sum, counts) => sum + pick(counts), 0);
  return {
    enterprises: total((counts) => counts.enterprises),
    enterprisesWithUnion: total((counts) => counts.enterprisesWithUnion),
    workers: total((counts) => counts.workers),
    members: total((counts) => counts.members),
    cards: total((counts) => counts.cards),
  };
}

// Nothing out of nothing is 0: a park without enterprises has no rate to be proud of.
function fraction(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
