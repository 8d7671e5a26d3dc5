import { DAY_MS } from '../../../shared/time.js';
import type { AppliedBenefit } from './basket.rules.js';
import { type Share, shareOf } from './funding.rules.js';

/** A benefit as it was frozen when it applied. */
export type UsedBenefit = Pick<AppliedBenefit, 'campaignId' | 'discountFen' | 'shares' | 'counters' | 'reversal'>;

export interface CounterReturn {
  /** The counter of the period the use was taken in, whatever period it is now. */
  readonly key: string;
  readonly times: number;
  readonly amountFen: number;
}
/** What one benefit gives back when a redemption is cancelled whole. */
export interface GiveBack {
  readonly campaignId: string;
  readonly discountFen: number;
  readonly shares: readonly Share[];
  /** Fen of the UNION share; to the campaign's budget, or to the line it came from once the campaign has ended. */
  readonly unionFen: number;
  readonly unionFenGoesTo: 'CAMPAIGN' | 'BUDGET_LINE';
  readonly counters: readonly CounterReturn[];
}
export type CancelDecision =
  | { readonly allowed: true; readonly giveBacks: readonly GiveBack[] }
  | { readonly allowed: false; readonly reason: 'ALREADY_REVERSED' | 'TOO_LATE' };

/** The last instant (Unix milliseconds) a redemption may be reversed at, itself included: the strictest of its benefits. */
export function reversibleUntil(redeemedAtMs: number, used: readonly Pick<UsedBenefit, 'reversal'>[]): number {
  return redeemedAtMs + Math.min(...used.map(({ reversal }) => reversal.untilDays)) * DAY_MS;
}

// Money always returns to the limits that count money; a use only if the campaign says so and still lives.
function giveBack(benefit: UsedBenefit, hasEnded: boolean): GiveBack {
  const returnsUse = benefit.reversal.restoresUse && !hasEnded;
  return {
    campaignId: benefit.campaignId,
    discountFen: benefit.discountFen,
    shares: benefit.shares,
    unionFen: shareOf(benefit.shares, 'UNION'),
    unionFenGoesTo: hasEnded ? 'BUDGET_LINE' : 'CAMPAIGN',
    counters: benefit.counters.map(({ key, times, amountFen }) => ({ key, times: returnsUse ? times : 0, amountFen })),
  };
}

/** Decides the cancelling of a whole redemption. `isEnded` tells of a campaign whether it is over at `nowMs`. */
export function decideCancel(
  original: { readonly isReversed: boolean; readonly redeemedAtMs: number; readonly used: readonly UsedBenefit[] },
  isEnded: (campaignId: string) => boolean,
  nowMs: number,
): CancelDecision {
  if (original.isReversed) return { allowed: false, reason: 'ALREADY_REVERSED' };
  if (nowMs > reversibleUntil(original.redeemedAtMs, original.used)) return { allowed: false, reason: 'TOO_LATE' };
  return { allowed: true, giveBacks: original.used.map((benefit) => giveBack(benefit, isEnded(benefit.campaignId))) };
}
