import type { Moment } from '../eligibility/moment.rules.js';
import { type CompiledCampaign, counterKey, type CounterSubject } from './campaign.rules.js';

export interface CounterState {
  readonly times: number;
  readonly amountFen: number;
}
/** Counters as loaded; one that has no row yet stands at zero. */
export type CounterLookup = ReadonlyMap<string, CounterState>;

/** What one counter allows a campaign: several limits on it have become one, the tightest. */
export interface CounterRule {
  readonly key: string;
  /** A CAMPAIGN limit that is used up is sold out; any other is the member's or the place's. */
  readonly soldOut: boolean;
  readonly used: CounterState;
  readonly limitTimes: number;
  readonly limitFen: number;
  /** Money above this is cut to what is left instead of refused. */
  readonly partialFen: number;
}

const NOTHING: CounterState = { times: 0, amountFen: 0 };

/** The counters a campaign counts in for this person, place and moment, with what they allow. */
export function listCounterRules(
  campaign: CompiledCampaign,
  subject: CounterSubject,
  moment: Moment,
  counters: CounterLookup,
): CounterRule[] {
  const rules = new Map<string, CounterRule>();
  for (const limit of campaign.limits) {
    const key = counterKey(campaign.id, limit, subject, moment);
    const known = rules.get(key);
    const amountFen = limit.amountFen ?? Infinity;
    rules.set(key, {
      key,
      soldOut: limit.per === 'CAMPAIGN',
      used: counters.get(key) ?? NOTHING,
      limitTimes: Math.min(known?.limitTimes ?? Infinity, limit.times ?? Infinity),
      limitFen: Math.min(known?.limitFen ?? Infinity, limit.partial === true ? Infinity : amountFen),
      partialFen: Math.min(known?.partialFen ?? Infinity, limit.partial === true ? amountFen : Infinity),
    });
  }
  return [...rules.values()];
}

/** A discount after the cuts of partial limits, or why a limit refuses it; the member's limits speak before CAMPAIGN ones. */
export function decideLimits(
  fen: number,
  rules: readonly CounterRule[],
): { readonly fen: number } | { readonly reason: 'LIMIT_REACHED' | 'SOLD_OUT' } {
  const cutFen = rules.reduce((least, rule) => Math.min(least, rule.partialFen - rule.used.amountFen), fen);
  for (const soldOut of [false, true])
    for (const rule of rules)
      if (rule.soldOut === soldOut && refuses(rule, cutFen)) return { reason: soldOut ? 'SOLD_OUT' : 'LIMIT_REACHED' };
  return { fen: cutFen };
}

const refuses = ({ used, limitTimes, limitFen, partialFen }: CounterRule, fen: number): boolean =>
  used.times + 1 > limitTimes || used.amountFen + fen > limitFen || used.amountFen >= partialFen;
