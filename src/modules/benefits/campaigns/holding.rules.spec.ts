import { decideTaken, promisedFen } from './holding.rules.js';
import { compileMechanism } from './mechanism.rules.js';
import type { FundingShare, Mechanism } from './campaign.schemas.js';

const campaign = (mechanism: Mechanism, unionBps = 10_000) => ({
  mechanism: compileMechanism(mechanism),
  funding: [
    { payer: 'UNION', bps: unionBps },
    { payer: 'MERCHANT', bps: 10_000 - unionBps },
  ] satisfies FundingShare[],
});
const pack: Mechanism = {
  type: 'GRANTED_VOUCHER',
  voucher: { thresholdFen: 0, offFen: 1_000 },
  count: 4,
  perRedemption: 2,
};
const grant: Mechanism = { type: 'GRANT', tiers: [{ amountFen: 5_000 }] };
const service: Mechanism = { type: 'SERVICE', service: '体检', units: 2 };

describe('what is promised for what a person holds', () => {
  it('is the union share of every voucher at its face and of a balance as a whole', () => {
    expect(promisedFen(campaign(pack), { units: 4, fen: 0 })).toBe(4_000);
    // 60 % of 1,000, four times
    expect(promisedFen(campaign(pack, 6_000), { units: 4, fen: 0 })).toBe(2_400);
    expect(promisedFen(campaign(grant), { units: 0, fen: 1_234 })).toBe(1_234);
    expect(promisedFen(campaign(service), { units: 2, fen: 0 })).toBe(0);
  });
});

describe('what a use takes', () => {
  it('is a voucher with all that was promised for it, also when it gives less than its face', () => {
    expect(decideTaken(campaign(pack), { units: 4, fen: 0 }, { fen: 1_500, units: 2 })).toEqual({
      units: 2,
      fen: 0,
      promisedFen: 2_000,
    });
  });

  it('is of a balance just what is paid', () => {
    expect(decideTaken(campaign(grant), { units: 0, fen: 5_000 }, { fen: 300, units: 0 })).toEqual({
      units: 0,
      fen: 300,
      promisedFen: 300,
    });
  });

  it('is one use of a service and no money, and nothing where nothing is held', () => {
    expect(decideTaken(campaign(service), { units: 2, fen: 0 }, { fen: 0, units: 1 })).toEqual({
      units: 1,
      fen: 0,
      promisedFen: 0,
    });
    const off: Mechanism = { type: 'AMOUNT_OFF', thresholdFen: 0, offFen: 1 };
    expect(decideTaken(campaign(off), { units: 0, fen: 0 }, { fen: 1, units: 0 })).toBeNull();
  });
});
