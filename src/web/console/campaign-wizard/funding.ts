export interface Share {
  readonly payer: 'UNION' | 'MERCHANT';
  readonly bps: number;
}

const WHOLE = 10_000;
const BOTH = ['UNION', 'MERCHANT'] as const;

/** Who pays which share; without a word about it, who provides the budget pays all. */
export function sharesOf(funding: readonly Share[], hasBudget: boolean): readonly Share[] {
  return funding.length > 0 ? funding : [{ payer: hasBudget ? 'UNION' : 'MERCHANT', bps: WHOLE }];
}

export const bpsOf = (shares: readonly Share[], payer: Share['payer']): number =>
  shares.find((share) => share.payer === payer)?.bps ?? 0;

/** Gives one payer a share and the other the rest, in the order they stood in: the first bears odd fens. */
export function withShare(shares: readonly Share[], payer: Share['payer'], bps: number): readonly Share[] {
  const known = shares.map((share) => share.payer);
  const order = [...known, ...BOTH.filter((each) => !known.includes(each))];
  const own = Math.min(WHOLE, Math.max(0, bps));
  return order
    .map((each) => ({ payer: each, bps: each === payer ? own : WHOLE - own }))
    .filter((share) => share.bps > 0);
}
