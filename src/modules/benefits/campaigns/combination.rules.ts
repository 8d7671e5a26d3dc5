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

/**
 * What each benefit of a combination gives, in order of application. Limits are judged first, then the sum stops at the
 * basket. Null if they cannot be used together or one of them would be left with nothing.
 */
export function applyTogether(candidates: readonly Candidate[], basketFen: number): Chosen[] | null {
  const allowed = applyLimits(candidates);
  if (!allowed) return null;
  let leftFen = basketFen;
  const chosen: Chosen[] = [];
  for (const { candidate, fen } of allowed) {
    if (leftFen <= 0) return null;
    chosen.push({ candidate, fen: Math.min(fen, leftFen) });
    leftFen -= fen;
  }
  return chosen;
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
  const maxima = groups.map((group) => group.reduce((most, { fen }) => Math.max(most, fen), 0));
  const reachFen = maxima.toReversed().reduce((sums, fen) => [(sums[0] ?? 0) + fen, ...sums], [0]);
  if ((reachFen[0] ?? 0) < needFen) return null;
  let gathered = 0;
  const countMax = maxima.toSorted((a, b) => b - a).findIndex((fen) => (gathered += fen) >= needFen) + 1;

  let front: Reached[] = [{ fen: 0, cost: FREE }];
  for (const [index, group] of groups.entries()) {
    const missingFen = needFen - (reachFen[index + 1] ?? 0);
    const next = front.flatMap((reached) =>
      reached.fen >= needFen || reached.cost.count >= countMax
        ? [reached]
        : [
            reached,
            ...group.map((candidate) => ({
              fen: Math.min(needFen, reached.fen + candidate.fen),
              cost: plus(reached.cost, candidate),
            })),
          ],
    );
    front = keepUnbeaten(next.filter(({ fen }) => fen >= missingFen));
  }
  return front.find(({ fen }) => fen >= needFen)?.cost ?? null;
}

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
function* listSelections(contested: readonly Candidate[]): Generator<Candidate[]> {
  const pending: { next: number; picked: Candidate[] }[] = [{ next: 0, picked: [] }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { next, picked } = step;
    const candidate = contested[next];
    if (!candidate) {
      yield picked;
      continue;
    }
    pending.push({ next: next + 1, picked });
    if (picked.some(({ group }) => group === candidate.group)) continue;
    const more = [...picked, candidate];
    if (applyLimits(more)) pending.push({ next: next + 1, picked: more });
  }
}

/** The allowed combination that saves most; ties as the contract orders them. Empty when there is no candidate. */
export function chooseBest(candidates: readonly Candidate[], basketFen: number): Chosen[] {
  const { contested, free } = splitByContest(candidates.filter(({ exclusive }) => !exclusive));
  let best: Chosen[] = [];
  const consider = (combination: readonly Candidate[]): void => {
    const chosen = applyTogether(combination, basketFen);
    if (chosen && compareCombinations(chosen, best) < 0) best = chosen;
  };
  for (const alone of candidates.filter(({ exclusive }) => exclusive)) consider([alone]);
  for (const picked of listSelections(contested)) {
    const groups = new Set(picked.map(({ group }) => group));
    const pickedFen = sumFen(applyLimits(picked) ?? []);
    const rest = free.filter(({ group }) => !groups.has(group));
    consider([...picked, ...chooseFree(rest, Math.max(0, basketFen - pickedFen))]);
  }
  return best;
}
