import {
  type Candidate,
  chooseFree,
  compareCosts,
  compareTexts,
  type Cost,
  FREE,
  plus,
  sumFen,
} from './combination-fill.rules.js';

export type { Candidate } from './combination-fill.rules.js';

/** A candidate with what it gives in a combination. */
export interface Chosen {
  readonly candidate: Candidate;
  readonly fen: number;
}

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

function compareCombinations(a: readonly Chosen[], b: readonly Chosen[]): number {
  const cost = (chosen: readonly Chosen[]): Cost =>
    chosen.reduce((total, { candidate, fen }) => plus(total, candidate, candidate.fromBalance ? fen : 0), FREE);
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
    const balanceFen = sumFen(picked.filter(({ candidate }) => candidate.fromBalance));
    const others = { moneyFen: sumFen(picked) - balanceFen, balanceFen };
    consider([...picked, ...chooseFree(rest, basketFen, others).map(asAlone)]);
  }
  return best;
}
