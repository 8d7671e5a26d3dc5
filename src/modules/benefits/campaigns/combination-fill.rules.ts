import type { CounterRule } from './limits.rules.js';

/** A benefit that applies when alone. */
export interface Candidate {
  readonly id: string;
  /** What it gives alone, at least 1. */
  readonly fen: number;
  /** Vouchers it takes. */
  readonly units: number;
  /** Paid from the person's own balance, which gives no more than is left to pay. */
  readonly fromBalance: boolean;
  /** Place in the order of application; within it ids decide. */
  readonly rank: number;
  readonly group: string;
  readonly exclusive: boolean;
  readonly priority: number;
  readonly counters: readonly CounterRule[];
}

/** What ties are broken by, first to last. Each grows by the same when the same benefit is added to two combinations. */
export interface Cost {
  readonly balanceFen: number;
  readonly units: number;
  readonly count: number;
  readonly priority: number;
}
type Group = readonly Candidate[];

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const compareCosts = (a: Cost, b: Cost): number =>
  a.balanceFen - b.balanceFen || a.units - b.units || a.count - b.count || a.priority - b.priority;
export const FREE: Cost = { balanceFen: 0, units: 0, count: 0, priority: 0 };
/** The cost with one benefit more, of which `balanceFen` come from the person's own balance. */
export const plus = (cost: Cost, { units, priority }: Candidate, balanceFen = 0): Cost => ({
  balanceFen: cost.balanceFen + balanceFen,
  units: cost.units + units,
  count: cost.count + 1,
  priority: cost.priority + priority,
});
const compareIds = (a: Group, b: Group): number => {
  const idsOf = (group: Group): string[] => group.map(({ id }) => id).sort(compareTexts);
  const [idsOfA, idsOfB] = [idsOf(a), idsOf(b)];
  return idsOfA.reduce((order, id, index) => order || compareTexts(id, idsOfB[index] ?? ''), 0);
};
export const sumFen = (parts: readonly { readonly fen: number }[]): number =>
  parts.reduce((sum, { fen }) => sum + fen, 0);

interface Reached {
  readonly fen: number;
  readonly cost: Cost;
}

/**
 * The least cost of at least `needFen` fen, at most one benefit a group; null if out of reach. Keeps, group by group, only
 * sums no other sum beats in both fens and cost, and among them only those that can still get there.
 */
function leastCost(groups: readonly (readonly Candidate[])[], needFen: number): Cost | null {
  const ordered = groups.map((group) => ({ group, mostFen: mostOf(group) })).sort((a, b) => b.mostFen - a.mostFen);
  // upToFen[n] is the most that the first n groups give; with the largest first it also tells the fewest benefits needed.
  const upToFen = [0];
  for (const { mostFen } of ordered) upToFen.push((upToFen.at(-1) ?? 0) + mostFen);
  const countLeast = upToFen.findIndex((fen) => fen >= needFen);
  if (countLeast < 0) return null;
  // Fewest vouchers come before fewest benefits: where some take vouchers, more benefits can still be the better way.
  const countMax = groups.some((group) => group.some(({ units }) => units > 0)) ? ordered.length : countLeast;

  let front: Reached[] = [{ fen: 0, cost: FREE }];
  for (const [index, { group }] of ordered.entries()) {
    const canArrive = ({ fen, cost }: Reached): boolean => {
      const last = Math.min(ordered.length, index + 1 + countMax - cost.count);
      return fen + (upToFen[last] ?? 0) - (upToFen[index + 1] ?? 0) >= needFen;
    };
    const next: Reached[] = [];
    for (const reached of front) {
      next.push(reached);
      if (reached.fen >= needFen || reached.cost.count >= countMax) continue;
      for (const candidate of group)
        next.push({ fen: Math.min(needFen, reached.fen + candidate.fen), cost: plus(reached.cost, candidate) });
    }
    front = keepUnbeaten(next.filter(canArrive));
  }
  return front.find(({ fen }) => fen >= needFen)?.cost ?? null;
}

const mostOf = (group: readonly Candidate[]): number => group.reduce((most, { fen }) => Math.max(most, fen), 0);

function keepUnbeaten(reached: Reached[]): Reached[] {
  reached.sort((a, b) => b.fen - a.fen || compareCosts(a.cost, b.cost));
  const kept: Reached[] = [];
  for (const each of reached) {
    const best = kept.at(-1);
    if (!best || compareCosts(each.cost, best.cost) < 0) kept.push(each);
  }
  return kept;
}

/** Benefits that reach `needFen` at the least cost, the first ids in order; `needFen` is within reach. */
function cheapest(groups: readonly (readonly Candidate[])[], needFen: number): Candidate[] {
  let open = groups;
  let missingFen = needFen;
  let left = leastCost(groups, needFen);
  const chosen: Candidate[] = [];
  for (const candidate of groups.flat().sort((a, b) => compareTexts(a.id, b.id))) {
    if (missingFen <= 0 || !left) break;
    const own = open.find((group) => group.includes(candidate));
    if (!own) continue;
    const others = open.filter((group) => group !== own);
    const rest = leastCost(others, Math.max(0, missingFen - candidate.fen));
    if (!rest || compareCosts(plus(rest, candidate), left) !== 0) continue;
    chosen.push(candidate);
    [open, missingFen, left] = [others, missingFen - candidate.fen, rest];
  }
  return chosen;
}

const bestOfGroup = (group: Group): Candidate[] =>
  group
    .toSorted(
      (a, b) =>
        b.fen - a.fen ||
        Number(a.fromBalance) - Number(b.fromBalance) ||
        a.units - b.units ||
        a.priority - b.priority ||
        compareTexts(a.id, b.id),
    )
    .slice(0, 1);

function groupCandidates(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.group);
    if (group) group.push(candidate);
    else groups.set(candidate.group, [candidate]);
  }
  return [...groups.values()];
}

const without = (groups: readonly Group[], isOut: (candidate: Candidate) => boolean): Group[] =>
  groups.map((group) => group.filter((candidate) => !isOut(candidate))).filter((group) => group.length > 0);
const reachOf = (groups: readonly Group[]): number => groups.reduce((sum, group) => sum + mostOf(group), 0);

/** Ways to pay from balances that are weighed one by one; beyond, only the largest of each group are. */
const WAYS_MAX = 4_096;

/** At most one balance of each group, in every way there is. */
function listWays(groups: readonly Group[]): Candidate[][] {
  const choices = groups
    .map((group) => group.filter(({ fromBalance }) => fromBalance))
    .filter((group) => group.length > 0)
    .sort((a, b) => mostOf(b) - mostOf(a));
  const isTooMany = choices.reduce((product, group) => product * (group.length + 1), 1) > WAYS_MAX;
  const weighed = isTooMany ? choices.slice(0, Math.log2(WAYS_MAX)).map(bestOfGroup) : choices;
  return weighed.reduce<Candidate[][]>(
    (ways, group) => ways.flatMap((way) => [way, ...group.map((candidate) => [...way, candidate])]),
    [[]],
  );
}

/**
 * Benefits and balances that fill `needFen` together where benefits alone do not: as little as can be comes from balances, so
 * every group without a chosen balance gives its most. Null if nothing fills it.
 */
function fillWithBalances(groups: readonly Group[], needFen: number, balanceFen: number): Candidate[] | null {
  const bestMoney = without(groups, ({ fromBalance }) => fromBalance).flatMap(bestOfGroup);
  let best: { readonly chosen: Candidate[]; readonly moneyFen: number; readonly cost: Cost } | null = null;
  for (const way of listWays(groups)) {
    const taken = new Set(way.map(({ group }) => group));
    const money = bestMoney.filter(({ group }) => !taken.has(group));
    const moneyFen = sumFen(money);
    if (moneyFen + sumFen(way) + balanceFen < needFen) continue;
    const chosen = [...money, ...way];
    const cost = chosen.reduce((total, candidate) => plus(total, candidate), FREE);
    const order =
      best && (best.moneyFen - moneyFen || compareCosts(cost, best.cost) || compareIds(chosen, best.chosen));
    if (order === null || order < 0) best = { chosen, moneyFen, cost };
  }
  return best?.chosen ?? null;
}

/**
 * The best of benefits that share no counter, for a basket from which others take `moneyFen` and, after all discounts, up to
 * `balanceFen` of the person's own.
 */
export function chooseFree(
  candidates: readonly Candidate[],
  basketFen: number,
  others: { readonly moneyFen: number; readonly balanceFen: number },
): Candidate[] {
  const groups = groupCandidates(candidates);
  const best = groups.flatMap(bestOfGroup);
  // Below the basket every group gives its most; above it many sums fill the basket and cost decides.
  if (sumFen(best) + others.moneyFen + others.balanceFen <= basketFen) return best;
  const needFen = Math.max(0, basketFen - others.moneyFen);
  const money = without(groups, ({ fromBalance }) => fromBalance);
  const withoutVouchers = without(money, ({ units }) => units > 0);
  if (reachOf(withoutVouchers) >= needFen) return cheapest(withoutVouchers, needFen);
  if (reachOf(money) >= needFen) return cheapest(money, needFen);
  return fillWithBalances(groups, needFen, others.balanceFen) ?? best;
}
