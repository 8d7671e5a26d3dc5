import * as fc from 'fast-check';
import { applyTogether, type Candidate, type Chosen, chooseBest } from './combination.rules.js';
import type { CounterRule } from './limits.rules.js';

const aCandidate = (id: string, fen: number, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  fen,
  units: 0,
  fromBalance: false,
  rank: 2,
  group: id,
  exclusive: false,
  priority: 100,
  counters: [],
  ...changes,
});
const aCounter = (key: string, changes: Partial<CounterRule> = {}): CounterRule => ({
  key,
  soldOut: false,
  used: { times: 0, amountFen: 0 },
  limitTimes: Infinity,
  limitFen: Infinity,
  partialFen: Infinity,
  ...changes,
});
const given = (chosen: readonly Chosen[]): string =>
  chosen.map(({ candidate, fen }) => `${candidate.id} ${fen}`).join(', ');

/** The contract read aloud: try every combination, compare them word for word. */
function bestByTryingAll(candidates: readonly Candidate[], basketFen: number): Chosen[] {
  let best: Chosen[] = [];
  const words = (chosen: Chosen[]): string[] => chosen.map(({ candidate }) => candidate.id).sort();
  const figures = (chosen: Chosen[]): number[] => [
    -chosen.reduce((sum, { fen }) => sum + fen, 0),
    chosen.reduce((sum, { fen, candidate }) => sum + (candidate.fromBalance ? fen : 0), 0),
    chosen.reduce((sum, { candidate }) => sum + candidate.units, 0),
    chosen.length,
    chosen.reduce((sum, { candidate }) => sum + candidate.priority, 0),
  ];
  const isBetter = (a: Chosen[], b: Chosen[]): boolean => {
    const [left, right] = [figures(a), figures(b)];
    for (const [index, figure] of left.entries()) if (figure !== right[index]) return figure < (right[index] ?? 0);
    return words(a).join() < words(b).join();
  };
  for (let mask = 1; mask < 2 ** candidates.length; mask += 1) {
    const picked = candidates.filter((_, index) => (mask >> index) % 2 === 1);
    if (new Set(picked.map(({ group }) => group)).size < picked.length) continue;
    if (picked.length > 1 && picked.some(({ exclusive }) => exclusive)) continue;
    const chosen = applyTogether(picked, basketFen);
    if (chosen && isBetter(chosen, best)) best = chosen;
  }
  return best;
}

const counterArbitrary = fc
  .record({
    key: fc.constantFrom('x', 'y'),
    times: fc.constantFrom(1, 2, Infinity),
    limitFen: fc.constantFrom(6, 12, Infinity),
    partialFen: fc.constantFrom(7, Infinity),
  })
  .map(({ key, times, limitFen, partialFen }) => aCounter(key, { limitTimes: times, limitFen, partialFen }));
const candidatesArbitrary = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      fen: fc.integer({ min: 1, max: 12 }),
      nature: fc.constantFrom(
        { rank: 2, units: 0, fromBalance: false },
        { rank: 4, units: 0, fromBalance: false },
        { rank: 3, units: 1, fromBalance: false },
        { rank: 3, units: 2, fromBalance: false },
        { rank: 5, units: 0, fromBalance: true },
      ),
      group: fc.constantFrom('g', 'h', 'i', 'j', 'k', 'l'),
      exclusive: fc.constantFrom(false, false, false, true),
      priority: fc.integer({ min: -2, max: 2 }),
      counters: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(counterArbitrary, { maxLength: 1 })),
    }),
    { selector: ({ id }) => id, maxLength: 9 },
  )
  .map((list): Candidate[] =>
    // A candidate is one whose own limits allow it alone.
    list
      .map(({ nature, ...rest }): Candidate => ({ ...rest, ...nature }))
      .filter((each) => given(applyTogether([each], Infinity) ?? []) === `${each.id} ${each.fen}`),
  );

describe('the best combination', () => {
  it('is the one found by trying all, for any benefits and any basket', () => {
    fc.assert(
      fc.property(candidatesArbitrary, fc.integer({ min: 1, max: 60 }), (candidates, basketFen) => {
        expect(given(chooseBest(candidates, basketFen))).toBe(given(bestByTryingAll(candidates, basketFen)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never gives more than the basket and never a benefit of nothing', () => {
    fc.assert(
      fc.property(candidatesArbitrary, fc.integer({ min: 1, max: 60 }), (candidates, basketFen) => {
        const chosen = chooseBest(candidates, basketFen);
        expect(chosen.reduce((sum, { fen }) => sum + fen, 0)).toBeLessThanOrEqual(basketFen);
        expect(chosen.every(({ fen }) => fen > 0)).toBe(true);
      }),
    );
  });

  it('does not depend on the order campaigns are loaded in', () => {
    fc.assert(
      fc.property(candidatesArbitrary, fc.integer({ min: 1, max: 60 }), (candidates, basketFen) => {
        expect(given(chooseBest(candidates.toReversed(), basketFen))).toBe(given(chooseBest(candidates, basketFen)));
      }),
    );
  });

  it('is nothing when nothing applies', () => {
    expect(chooseBest([], 100)).toEqual([]);
  });

  it('adds up different groups and takes one of each', () => {
    const list = [aCandidate('a', 10, { group: 'one' }), aCandidate('b', 11, { group: 'one' }), aCandidate('c', 5)];
    expect(given(chooseBest(list, 100))).toBe('b 11, c 5');
  });

  it('lets an exclusive one win alone, by one fen and not by none', () => {
    const others = [aCandidate('a', 10), aCandidate('b', 20)];
    expect(given(chooseBest([...others, aCandidate('x', 31, { exclusive: true })], 100))).toBe('x 31');
    expect(given(chooseBest([...others, aCandidate('x', 29, { exclusive: true })], 100))).toBe('a 10, b 20');
    // 10 + 20 = 30: equal, and one benefit is fewer than two.
    expect(given(chooseBest([...others, aCandidate('x', 30, { exclusive: true })], 100))).toBe('x 30');
  });

  it('breaks ties by fewer benefits, then lower total priority, then ids in order', () => {
    expect(given(chooseBest([aCandidate('a', 50), aCandidate('b', 50), aCandidate('c', 100)], 100))).toBe('c 100');
    expect(given(chooseBest([aCandidate('a', 100), aCandidate('b', 100, { priority: 99 })], 100))).toBe('b 100');
    expect(given(chooseBest([aCandidate('b', 100), aCandidate('a', 100)], 100))).toBe('a 100');
  });

  it('cuts the last in order of application when the sum passes the basket', () => {
    // 60 + 50 = 110; the percentage (rank 4) comes last although its id is first.
    expect(given(chooseBest([aCandidate('a', 60, { rank: 4 }), aCandidate('b', 50)], 100))).toBe('b 50, a 50');
  });

  it('takes "A or B once" once, the better of them', () => {
    const once = aCounter('MEMBER:m:~one:ALL', { limitTimes: 1 });
    const list = [
      aCandidate('a', 10, { counters: [once] }),
      aCandidate('b', 20, { counters: [once] }),
      aCandidate('c', 1),
    ];
    expect(given(chooseBest(list, 100))).toBe('b 20, c 1');
  });

  it('cuts money that two benefits share only where that limit is partial', () => {
    const partial = aCounter('s', { partialFen: 25 });
    const whole = aCounter('s', { limitFen: 25 });
    const pair = (counter: CounterRule) => [
      aCandidate('a', 20, { counters: [counter] }),
      aCandidate('b', 10, { counters: [counter] }),
    ];
    expect(given(chooseBest(pair(partial), 100))).toBe('a 20, b 5');
    expect(given(chooseBest(pair(whole), 100))).toBe('a 20');
  });

  it('chooses among fifty benefits that all fill the basket together', () => {
    const many = Array.from({ length: 50 }, (_, index) => aCandidate(`c${String(index).padStart(2, '0')}`, 20));
    expect(given(chooseBest(many, 100))).toBe('c00 20, c01 20, c02 20, c03 20, c04 20');
  });
});
