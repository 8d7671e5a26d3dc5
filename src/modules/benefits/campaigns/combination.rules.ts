import type { CounterRule } from './limits.rules.js';

/** A benefit that applies when alone. */
export interface Candidate {
  readonly id: string;
  /** What it gives alone, at least 1. */
  readonly fen: number;
  /** Place in the order of application; within it ids decide. */
  readonly rank: number;
  readonly group: string;
  readonly exclusive: boolean;
  readonly priority: number;
  readonly counters: readonly CounterRule[];
}

/** A candidate with what it gives in a combination. */
export interface Chosen {
  readonly candidate: Candidate;
  readonly fen: number;
}

/** What ties are broken by, first to last. Each grows by the same when the same benefit is added to two combinations. */
interface Cost {
  readonly count: number;
  readonly priority: number;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareCosts = (a: Cost, b: Cost): number => a.count - b.count || a.priority - b.priority;
const plus = (cost: Cost, candidate: Candidate): Cost => ({
  count: cost.count + 1,
  priority: cost.priority + candidate.priority,
});
const FREE: Cost = { count: 0, priority: 0 };

/** The order benefits are applied in. */
export function compareApplication(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || compareTexts(a.id, b.id);
}

/**
 * What each benefit would give if the basket were large enough, in order of application: counters they share cut or refuse
 * each in turn. Null if they cannot be used together.
 */
function applyLimits(candidates: readonly Candidate[]): Chosen[] | null {
  const room = new Map<string, { times: number; fen: number }>();
  for (const { key, used, limitTimes, limitFen, partialFen } of candidates.flatMap(({ counters }) => counters)) {
    // A counter is moved once for the whole combination, so the tightest limit of those taking part counts for all.
    const known = room.get(key) ?? { times: Infinity, fen: Infinity };
    known.times = Math.min(known.times, limitTimes - used.times);
    known.fen = Math.min(known.fen, limitFen - used.amountFen, partialFen - used.amountFen);
    room.set(key, known);
  }
  const chosen: Chosen[] = [];
  for (const candidate of candidates.toSorted(compareApplication)) {
    let { fen } = candidate;
    for (const { key, partialFen } of candidate.counters)
      if (partialFen < Infinity) fen = Math.min(fen, room.get(key)?.fen ?? Infinity);
    if (fen <= 0) return null;
    for (const { key } of candidate.counters) {
      const left = room.get(key);
      if (!left || left.times < 1 || left.fen < fen) return null;
      left.times -= 1;
      left.fen -= fen;
    }
    chosen.push({ candidate, fen });
  }
  return chosen;
}

/** Stops the sum at the basket, the last in order of application giving less. Null if one would be left with nothing. */
function cutToBasket(allowed: readonly Chosen[], basketFen: number): Chosen[] | null {
  let leftFen = basketFen;
  const chosen: Chosen[] = [];
  for (const { candidate, fen } of allowed) {
    if (leftFen <= 0) return null;
    chosen.push({ candidate, fen: Math.min(fen, leftFen) });
    leftFen -= fen;
  }
  return chosen;
}

/**
 * What each benefit of a combination gives, in order of application: limits are judged first, then the basket cuts. Null
 * if they cannot be used together or one of them would be left with nothing.
 */
export function applyTogether(candidates: readonly Candidate[], basketFen: number): Chosen[] | null {
  const allowed = applyLimits(candidates);
  return allowed && cutToBasket(allowed, basketFen);
}

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
  const countMax = upToFen.findIndex((fen) => fen >= needFen);
  if (countMax < 0) return null;

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

const bestOfGroup = (group: readonly Candidate[]): Candidate[] =>
  group.toSorted((a, b) => b.fen - a.fen || a.priority - b.priority || compareTexts(a.id, b.id)).slice(0, 1);

function groupCandidates(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.group);
    if (group) group.push(candidate);
    else groups.set(candidate.group, [candidate]);
  }
  return [...groups.values()];
}

const sumFen = (parts: readonly { readonly fen: number }[]): number => parts.reduce((sum, { fen }) => sum + fen, 0);

/** The best of benefits that share no counter, for what is left of a basket. */
function chooseFree(candidates: readonly Candidate[], leftFen: number): Candidate[] {
  const groups = groupCandidates(candidates);
  const best = groups.flatMap(bestOfGroup);
  // Below the basket every group gives its most; above it many sums fill the basket and cost decides.
  return sumFen(best) <= leftFen ? best : cheapest(groups, leftFen);
}

function compareCombinations(a: readonly Chosen[], b: readonly Chosen[]): number {
  const cost = (chosen: readonly Chosen[]): Cost =>
    chosen.reduce((total, { candidate }) => plus(total, candidate), FREE);
  const ids = (chosen: readonly Chosen[]): string[] => chosen.map(({ candidate }) => candidate.id).sort(compareTexts);
  const [idsOfA, idsOfB] = [ids(a), ids(b)];
  return (
    sumFen(b) - sumFen(a) ||
    compareCosts(cost(a), cost(b)) ||
    idsOfA.reduce((order, id, index) => order || compareTexts(id, idsOfB[index] ?? ''), 0)
  );
}

/** Those with a counter that a benefit of another group moves too: only they can stand in each other's way. */
function splitByContest(candidates: readonly Candidate[]): { contested: Candidate[]; free: Candidate[] } {
  const groupsByKey = new Map<string, Set<string>>();
  for (const { counters, group } of candidates)
    for (const { key } of counters) groupsByKey.set(key, (groupsByKey.get(key) ?? new Set<string>()).add(group));
  const isContested = ({ counters }: Candidate): boolean =>
    counters.some(({ key }) => (groupsByKey.get(key)?.size ?? 0) > 1);
  return {
    contested: candidates.filter(isContested),
    free: candidates.filter((candidate) => !isContested(candidate)),
  };
}

/** All ways to pick from contested benefits, one a group, that their shared counters allow; the empty one included. */
function* listSelections(contested: readonly Candidate[]): Generator<Chosen[]> {
  const pending: { next: number; picked: Candidate[]; allowed: Chosen[] }[] = [{ next: 0, picked: [], allowed: [] }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { next, picked, allowed } = step;
    const candidate = contested[next];
    if (!candidate) {
      yield allowed;
      continue;
    }
    pending.push({ next: next + 1, picked, allowed });
    if (picked.some(({ group }) => group === candidate.group)) continue;
    const more = [...picked, candidate];
    const allowedToo = applyLimits(more);
    if (allowedToo) pending.push({ next: next + 1, picked: more, allowed: allowedToo });
  }
}

/** The allowed combination that saves most; ties as the contract orders them. Empty when there is no candidate. */
export function chooseBest(candidates: readonly Candidate[], basketFen: number): Chosen[] {
  const { contested, free } = splitByContest(candidates.filter(({ exclusive }) => !exclusive));
  let best: Chosen[] = [];
  const consider = (allowed: readonly Chosen[]): void => {
    const inOrder = allowed.toSorted((a, b) => compareApplication(a.candidate, b.candidate));
    const chosen = cutToBasket(inOrder, basketFen);
    if (chosen && compareCombinations(chosen, best) < 0) best = chosen;
  };
  // What shares no counter gives in company what it gives alone, so only contested ones are judged by limits again.
  const asAlone = (candidate: Candidate): Chosen => ({ candidate, fen: candidate.fen });
  for (const alone of candidates.filter(({ exclusive }) => exclusive)) consider([asAlone(alone)]);
  for (const picked of listSelections(contested)) {
    const groups = new Set(picked.map(({ candidate }) => candidate.group));
    const rest = free.filter(({ group }) => !groups.has(group));
    consider([...picked, ...chooseFree(rest, Math.max(0, basketFen - sumFen(picked))).map(asAlone)]);
  }
  return best;
}
