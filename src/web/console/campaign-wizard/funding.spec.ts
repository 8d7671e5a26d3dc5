import { sharesOf, withShare } from './funding.js';

describe('who pays which share', () => {
  it('is one payer alone where nothing is said', () => {
    expect(sharesOf([], true)).toEqual([{ payer: 'UNION', bps: 10_000 }]);
    expect(sharesOf([], false)).toEqual([{ payer: 'MERCHANT', bps: 10_000 }]);
  });

  it('always closes to the whole, in the order it stood in', () => {
    const both = withShare([{ payer: 'MERCHANT', bps: 10_000 }], 'UNION', 3_333);
    expect(both).toEqual([
      { payer: 'MERCHANT', bps: 6_667 },
      { payer: 'UNION', bps: 3_333 },
    ]);
    expect(withShare(both, 'MERCHANT', 10_000)).toEqual([{ payer: 'MERCHANT', bps: 10_000 }]);
    expect(withShare(both, 'MERCHANT', 20_000)).toEqual([{ payer: 'MERCHANT', bps: 10_000 }]);
    expect(withShare(both, 'UNION', 10_000)).toEqual([{ payer: 'UNION', bps: 10_000 }]);
  });
});
