import { array, assert, double, nat, property, record } from 'fast-check';
import { apportion } from './apportion.js';

describe('sharing a total', () => {
  it('gives each its share by weight', () => {
    expect(apportion(100, [3, 1])).toEqual([75, 25]);
  });

  it('gives what is above a cap to the others', () => {
    expect(apportion(100, [3, 1], [60, 100])).toEqual([60, 40]);
  });

  it('sums to the total and stays under every cap, whatever the weights', () => {
    const entry = record({ weight: double({ min: 0, max: 50, noNaN: true }), cap: nat(500) });
    assert(
      property(
        array(entry, { minLength: 1, maxLength: 40 }),
        double({ min: 0, max: 1, noNaN: true }),
        (entries, part) => {
          const caps = entries.map(({ cap }) => cap);
          const total = Math.floor(part * caps.reduce((sum, cap) => sum + cap, 0));
          const shares = apportion(
            total,
            entries.map(({ weight }) => weight),
            caps,
          );
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
          expect(shares.every((share, index) => share >= 0 && share <= (caps[index] ?? 0))).toBe(true);
        },
      ),
    );
  });

  it('says so when the caps hold less than the total', () => {
    expect(() => apportion(3, [1, 1], [1, 1])).toThrow('do not fit');
  });
});
