import * as fc from 'fast-check';
import { floorBps, shareOf, splitShares } from './funding.rules.js';

describe('shares of a discount', () => {
  const shared = [
    { payer: 'UNION', bps: 6250 },
    { payer: 'MERCHANT', bps: 3750 },
  ] as const;

  it('are floored, and the fen left over goes to the first listed', () => {
    // 15999 × 0.625 = 9999.375, × 0.375 = 5999.625: 9999 + 5999 leaves 1.
    expect(splitShares(15999, shared)).toEqual([
      { payer: 'UNION', fen: 10000 },
      { payer: 'MERCHANT', fen: 5999 },
    ]);
    expect(splitShares(1, shared.toReversed())).toEqual([
      { payer: 'MERCHANT', fen: 1 },
      { payer: 'UNION', fen: 0 },
    ]);
  });

  it('close to the fen for every discount and every division, none ever falling as the discount grows', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(fen, fc.integer({ min: 0, max: 10_000 }), (discountFen, bps) => {
        const funding = [
          { payer: 'UNION' as const, bps },
          { payer: 'MERCHANT' as const, bps: 10_000 - bps },
        ];
        const shares = splitShares(discountFen, funding);
        expect(shareOf(shares, 'UNION') + shareOf(shares, 'MERCHANT')).toBe(discountFen);
        const more = splitShares(discountFen + 1, funding);
        for (const payer of ['UNION', 'MERCHANT'] as const)
          expect(shareOf(more, payer)).toBeGreaterThanOrEqual(shareOf(shares, payer));
      }),
    );
  });

  it('close to the fen for every funding of any number of payers, each within a fen of its exact part', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 0, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), cuts, fc.boolean(), (discountFen, at, unionFirst) => {
        // Cutting 10,000 at random places gives every division, payers who pay nothing among them.
        const edges = [0, ...at.toSorted((one, other) => one - other), 10_000];
        const funding = edges.slice(1).map((edge, n) => ({
          payer: (n % 2 === 0) === unionFirst ? ('UNION' as const) : ('MERCHANT' as const),
          bps: edge - (edges[n] ?? 0),
        }));
        const shares = splitShares(discountFen, funding);
        expect(shares.reduce((sum, { fen }) => sum + fen, 0)).toBe(discountFen);
        expect(shareOf(shares, 'UNION') + shareOf(shares, 'MERCHANT')).toBe(discountFen);
        for (const [n, { fen }] of shares.entries()) {
          const exact = BigInt(discountFen) * BigInt(funding[n]?.bps ?? 0);
          const error = BigInt(fen) * 10_000n - exact;
          expect(error > -10_000n && error <= 10_000n).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are exact where a product of numbers no longer is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), fc.integer({ min: 0, max: 10_000 }), (fen, bps) => {
        expect(BigInt(floorBps(fen, bps))).toBe((BigInt(fen) * BigInt(bps)) / 10_000n);
      }),
    );
  });

  it('are nothing for a payer who does not pay', () => {
    expect(shareOf(splitShares(100, [{ payer: 'MERCHANT', bps: 10_000 }]), 'UNION')).toBe(0);
  });
});
