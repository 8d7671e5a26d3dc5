import * as fc from 'fast-check';

import { permute, unpermute, type RoundFunction } from './permutation.js';

// Any mixing function shows the structure; the secret one lives with the keys.
const roundOf =
  (key: number): RoundFunction =>
  (round, half) =>
    Math.imul(half ^ Math.imul(round + 1, 0x9e3779b1) ^ key, 0x85ebca6b) >>> 7;

describe('a shuffle of numbers', () => {
  it.each([1, 2, 3, 4, 5, 16, 17, 999, 1000, 4096])('of %i values gives every value exactly once', (size) => {
    const shuffled = Array.from({ length: size }, (_, value) => permute(value, size, roundOf(7)));
    expect(new Set(shuffled).size).toBe(size);
    expect(Math.min(...shuffled)).toBe(0);
    expect(Math.max(...shuffled)).toBe(size - 1);
  });

  it('leads back, up to 2^32 values', () => {
    const sizeAndValue = fc
      .integer({ min: 1, max: 2 ** 32 })
      .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 }), fc.integer()));
    fc.assert(
      fc.property(sizeAndValue, ([size, value, key]) => {
        const shuffled = permute(value, size, roundOf(key));
        expect(shuffled).toBeGreaterThanOrEqual(0);
        expect(shuffled).toBeLessThan(size);
        expect(unpermute(shuffled, size, roundOf(key))).toBe(value);
      }),
    );
    expect(unpermute(permute(2 ** 32 - 1, 2 ** 32, roundOf(3)), 2 ** 32, roundOf(3))).toBe(2 ** 32 - 1);
  });

  it('is another one with another key', () => {
    const first = Array.from({ length: 100 }, (_, value) => permute(value, 100_000, roundOf(1)));
    const second = Array.from({ length: 100 }, (_, value) => permute(value, 100_000, roundOf(2)));
    expect(first).not.toEqual(second);
  });

  it('refuses what is outside its range', () => {
    expect(() => permute(5, 5, roundOf(1))).toThrow('outside');
    expect(() => permute(-1, 5, roundOf(1))).toThrow('outside');
    expect(() => permute(0.5, 5, roundOf(1))).toThrow('outside');
    expect(() => permute(0, 0, roundOf(1))).toThrow('1 to 2^32');
    expect(() => permute(0, 2 ** 33, roundOf(1))).toThrow('1 to 2^32');
  });
});
