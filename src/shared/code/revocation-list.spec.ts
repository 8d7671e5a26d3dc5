import * as fc from 'fast-check';

import { decideOfflineTrust, isListNewer, LIST_HALVES_AFTER_MS, LIST_STOPS_AFTER_MS } from './list-age.js';
import {
  buildRevocationList,
  isListed,
  isPlasticRevoked,
  isRevoked,
  lowestIssue,
  type LowestIssues,
  NO_PLASTICS,
  readRevocationList,
  type RevocationList,
  signRevocationList,
  unsignedRevocationList,
} from './revocation-list.js';
import { decodeGaps, encodeGaps } from './rice.js';

const SIGNATURE = new Uint8Array(64).fill(0xcc);
const sorted = (values: readonly number[]): Uint32Array =>
  Uint32Array.from([...new Set(values)].toSorted((a, b) => a - b));
const plasticsOf = (pairs: readonly (readonly [cardNo: number, lowest: number])[]): LowestIssues => {
  const rising = pairs.toSorted(([a], [b]) => a - b);
  return {
    cards: Uint32Array.from(rising, ([card]) => card),
    issues: Uint16Array.from(rising, ([, lowest]) => lowest),
  };
};
/** So many different card numbers below ten million, the same at every run. */
const drawCards = (count: number, seed: number): number[] => {
  let state = seed;
  const cards = new Set<number>();
  while (cards.size < count) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    cards.add(1 + Math.floor((state / 2 ** 32) * 10_000_000));
  }
  return [...cards];
};
const someCards = fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 60 }).map(sorted);
const closeCards = fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 120 }).map(sorted);

const somePlastics = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 2, max: 256 })), {
    selector: ([cardNo]) => cardNo,
    maxLength: 60,
  })
  .map(plasticsOf);

const aList = (change: Partial<RevocationList> = {}): RevocationList => ({
  kind: 'FULL',
  number: 7,
  baseNumber: 7,
  madeAtSeconds: 1_795_600_000,
  policyEpoch: 3,
  revokedKids: [5, 9],
  added: Uint32Array.of(1, 2, 4_294_967_295),
  removed: new Uint32Array(),
  plastics: NO_PLASTICS,
  ...change,
});
const wholeOf = (list: RevocationList): Uint8Array => signRevocationList(buildRevocationList(list, 4), SIGNATURE);

describe('gaps', () => {
  it('lead back to the numbers they were made of', () => {
    fc.assert(
      fc.property(fc.oneof(someCards, closeCards), (cards) => {
        // A single far number with a dense block costs unary bits; the property keeps to what fits a test.
        expect(decodeGaps(encodeGaps(cards))).toEqual(cards);
      }),
    );
  });

  it('have one form: any other bits are no numbers, and none throws', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 40 }),
        fc.uint8Array({ maxLength: 64 }),
        (count, k, bits) => {
          const values = decodeGaps({ count, k, bits });
          if (values === null) return;
          expect(values).toHaveLength(count);
          expect(values).toEqual(sorted([...values]));
        },
      ),
    );
    expect(decodeGaps({ count: 2 ** 32 - 1, k: 0, bits: new Uint8Array(4) })).toBeNull();
    expect(decodeGaps({ count: 1, k: 0, bits: Uint8Array.of(0x01) })).toBeNull();
    expect(decodeGaps({ count: 1, k: 0, bits: Uint8Array.of(0x00, 0x00) })).toBeNull();
    expect(() => encodeGaps(Uint32Array.of(2, 2))).toThrow('must rise');
    expect(() => encodeGaps(Uint32Array.of(0))).toThrow('must rise');
  });
});

describe('a revocation list', () => {
  it('gives back everything it was made of', () => {
    fc.assert(
      fc.property(
        someCards,
        closeCards,
        somePlastics,
        fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 5 }),
        (added, removed, plastics, revokedKids) => {
          const list = aList({ kind: 'DELTA', number: 9, added, removed, plastics, revokedKids });
          const bytes = wholeOf(list);
          expect(readRevocationList(bytes)).toEqual({ ...list, signerKid: 4, signature: SIGNATURE });
          expect(unsignedRevocationList(bytes)).toEqual(buildRevocationList(list, 4));
        },
      ),
    );
  });

  it('is refused or read as something else whichever byte is cut, and none throws', () => {
    const bytes = wholeOf(aList());
    for (let length = 0; length < bytes.length; length += 1)
      expect(readRevocationList(bytes.subarray(0, length))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        const read = readRevocationList(Uint8Array.from([0x22, ...garbage]));
        expect(read === null || read.added.length <= 200 * 8).toBe(true);
      }),
    );
    expect(() => buildRevocationList(aList({ revokedKids: Array.from({ length: 256 }, () => 1) }), 4)).toThrow('255');
    expect(() => signRevocationList(bytes, new Uint8Array(63))).toThrow('64');
  });

  it('is refused in the format of before, with other plastics than issues, and with an issue that no code has', () => {
    const bytes = wholeOf(aList());
    expect(readRevocationList(Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0x21 : byte)))).toBeNull();
    const pair = wholeOf(aList({ plastics: plasticsOf([[5, 2]]) }));
    const single = wholeOf(aList({ plastics: plasticsOf([[5, 257 - 1]]) }));
    expect(readRevocationList(pair)?.plastics).toEqual(plasticsOf([[5, 2]]));
    expect(readRevocationList(single)?.plastics).toEqual(plasticsOf([[5, 256]]));
    // The last block but the signer's number: one sum of 255 becomes one of 256.
    const { bits: of255 } = encodeGaps(Uint32Array.of(255));
    const { bits: of256, k } = encodeGaps(Uint32Array.of(256));
    const at = single.length - 66 - of255.length;
    expect([...single.subarray(at, at + of255.length)]).toEqual([...of255]);
    const tooHigh = Uint8Array.from([...single.subarray(0, at), ...of256, ...single.subarray(at + of255.length)]);
    tooHigh[at - 5] = k;
    tooHigh[at - 1] = of256.length;
    expect(readRevocationList(tooHigh)).toBeNull();
    const uneven = { cards: Uint32Array.of(5, 6), issues: Uint16Array.of(2) };
    expect(readRevocationList(wholeOf(aList({ plastics: uneven })))).toBeNull();
    expect(() => wholeOf(aList({ plastics: plasticsOf([[5, 1]]) }))).toThrow('2 to 256');
    expect(() => wholeOf(aList({ plastics: plasticsOf([[5, 257]]) }))).toThrow('2 to 256');
  });

  it('of 100,000 cards among 10 million takes about 99 KiB, and 20,000 pieces of plastic about 30 KiB more', () => {
    const added = sorted(drawCards(100_000, 20_261_125));
    const kib = wholeOf(aList({ added })).length / 1024;
    expect(kib).toBeGreaterThan(95);
    expect(kib).toBeLessThan(101);
    // Nine of ten lost their first piece, the others up to the fourth.
    const pairs = drawCards(20_000, 7).map((card, at) => [card, at % 10 === 0 ? 3 + (at % 3) : 2] as const);
    const withPlastics = wholeOf(aList({ added, plastics: plasticsOf(pairs) })).length / 1024;
    expect(withPlastics - kib).toBeGreaterThan(26);
    expect(withPlastics - kib).toBeLessThan(30);
  });

  it('with its newest delta says of every card whether it counts', () => {
    fc.assert(
      fc.property(closeCards, closeCards, fc.integer({ min: 1, max: 3_000 }), (before, after, cardNo) => {
        const full = aList({ added: before });
        const delta = aList({
          kind: 'DELTA',
          number: 8,
          added: after.filter((card) => !isListed(before, card)),
          removed: before.filter((card) => !isListed(after, card)),
        });
        expect(isRevoked(full, null, cardNo)).toBe(before.includes(cardNo));
        expect(isRevoked(full, delta, cardNo)).toBe(after.includes(cardNo));
      }),
    );
  });

  it('refuses plastic below its lowest issue, by whichever of full list and delta asks for more', () => {
    const full = aList({
      plastics: plasticsOf([
        [40, 2],
        [41, 3],
      ]),
    });
    const delta = aList({
      kind: 'DELTA',
      number: 8,
      added: new Uint32Array(),
      plastics: plasticsOf([
        [41, 4],
        [42, 2],
      ]),
    });
    const refused = (list: RevocationList | null, cardNo: number) =>
      [1, 2, 3, 4].filter((issueNo) => isPlasticRevoked(full, list, cardNo, issueNo));
    expect([40, 41, 42, 43].map((cardNo) => refused(null, cardNo))).toEqual([[1], [1, 2], [], []]);
    expect([40, 41, 42, 43].map((cardNo) => refused(delta, cardNo))).toEqual([[1], [1, 2, 3], [1], []]);
    expect([40, 42].map((cardNo) => lowestIssue(full.plastics, cardNo))).toEqual([2, 1]);
    expect(isRevoked(full, delta, 41)).toBe(false);
  });
});

describe('the age of a list', () => {
  const now = 1_795_600_000_000;
  it.each([
    ['no list', null, 'OFF'],
    ['a list of this moment', now, 'FULL'],
    ['24 hours', now - LIST_HALVES_AFTER_MS, 'FULL'],
    ['a millisecond more', now - LIST_HALVES_AFTER_MS - 1, 'HALVED'],
    ['72 hours', now - LIST_STOPS_AFTER_MS, 'HALVED'],
    ['72 hours and a millisecond', now - LIST_STOPS_AFTER_MS - 1, 'OFF'],
    ['five minutes ahead', now + 300_000, 'FULL'],
    ['further ahead', now + 300_001, 'OFF'],
  ] as const)('%s', (_, madeAtMs, expected) => {
    expect(decideOfflineTrust(madeAtMs, now)).toBe(expected);
  });

  it('never goes backwards, and puts no delta on another full list', () => {
    const full = { kind: 'FULL', number: 7, baseNumber: 7 } as const;
    const delta = (number: number, baseNumber: number) => ({ kind: 'DELTA', number, baseNumber }) as const;
    const held = { full, delta: delta(9, 7) };
    expect(isListNewer({ full: null, delta: null }, full)).toBe(true);
    expect(isListNewer({ full: null, delta: null }, delta(9, 7))).toBe(false);
    expect(isListNewer(held, delta(10, 7))).toBe(true);
    expect(isListNewer(held, delta(9, 7))).toBe(false);
    expect(isListNewer(held, delta(10, 6))).toBe(false);
    expect(isListNewer(held, { kind: 'FULL', number: 8, baseNumber: 8 })).toBe(false);
    expect(isListNewer(held, { kind: 'FULL', number: 10, baseNumber: 10 })).toBe(true);
    expect(isListNewer(held, { kind: 'FULL', number: 10, baseNumber: 9 })).toBe(false);
  });
});
