import { foldOrgDays, foldOrgHours } from './org-uses.rules.js';

const use = (orgPath: string, occurredAt: string, redemptions: 0 | 1, discountFen: number) => ({
  orgPath,
  occurredAt,
  redemptions,
  discountFen,
});

describe('what holders of a union used', () => {
  it('is summed by the union itself and the Shanghai day, in the order of the rows', () => {
    expect(
      foldOrgDays([
        use('/city/park-a/u2/', '2026-11-22T15:59:59Z', 1, 300),
        use('/city/park-a/u1/', '2026-11-22T16:00:00Z', 1, 100),
        use('/city/park-a/u1/', '2026-11-23T09:00:00+08:00', 1, 50),
        use('/city/', '2026-11-22T09:00:00+08:00', 1, 7),
      ]),
    ).toEqual([
      { orgId: 'city', dayOn: '2026-11-22', redemptions: 1, discountFen: 7 },
      { orgId: 'u2', dayOn: '2026-11-22', redemptions: 1, discountFen: 300 },
      { orgId: 'u1', dayOn: '2026-11-23', redemptions: 2, discountFen: 150 },
    ]);
  });

  it('loses money that came back in the day it came back, and no redemption', () => {
    expect(foldOrgDays([use('/city/u1/', '2026-11-23T00:00:00+08:00', 0, -40)])).toEqual([
      { orgId: 'u1', dayOn: '2026-11-23', redemptions: 0, discountFen: -40 },
    ]);
  });

  it('is nothing where there is no union', () => {
    expect(foldOrgDays([use('/', '2026-11-23T00:00:00+08:00', 1, 40)])).toEqual([]);
  });
});

describe('when holders of a union redeem', () => {
  it('is counted by the union itself and the Shanghai hour, whatever zone the time is told in', () => {
    expect(
      foldOrgHours([
        use('/city/park-a/u2/', '2026-11-22T15:59:59Z', 1, 300),
        use('/city/park-a/u1/', '2026-11-22T16:00:00Z', 1, 100),
        use('/city/park-a/u1/', '2026-11-23T00:59:59+08:00', 1, 50),
        use('/city/park-a/u1/', '2026-11-23T01:00:00+08:00', 1, 50),
        use('/', '2026-11-23T01:00:00+08:00', 1, 50),
      ]),
    ).toEqual([
      { orgId: 'u2', dayOn: '2026-11-22', hour: 23, redemptions: 1 },
      { orgId: 'u1', dayOn: '2026-11-23', hour: 0, redemptions: 2 },
      { orgId: 'u1', dayOn: '2026-11-23', hour: 1, redemptions: 1 },
    ]);
  });
});
