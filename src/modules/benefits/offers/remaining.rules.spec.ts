import type { CampaignLimit } from '../campaigns/campaign.schemas.js';
import { momentAt } from '../eligibility/moment.rules.js';
import { memberCounterKeys, timesToday } from './remaining.rules.js';

const noon = momentAt(Date.parse('2017-01-21T12:00:00+08:00'));
const campaign = (...limits: CampaignLimit[]) => ({ id: 'weekend', limits });
const left = (given: ReturnType<typeof campaign>, counters: Record<string, { times: number; amountFen: number }>) =>
  timesToday(given, 'wu', noon, new Map(Object.entries(counters)));

describe('how often a person may still use a benefit today', () => {
  it('says nothing where no limit of the person counts times', () => {
    expect(left(campaign({ per: 'CAMPAIGN', period: 'ALL', times: 10 }), {})).toBeNull();
    expect(left(campaign({ per: 'MEMBER', period: 'MONTH', amountFen: 10_000 }), {})).toBeNull();
  });

  it('takes what was used from the limit, the tightest first', () => {
    const twice = campaign({ per: 'MEMBER', period: 'DAY', times: 2 }, { per: 'MEMBER', period: 'MONTH', times: 10 });
    expect(left(twice, {})).toBe(2);
    expect(left(twice, { 'MEMBER:wu:weekend:D2017-01-21': { times: 1, amountFen: 0 } })).toBe(1);
    expect(left(twice, { 'MEMBER:wu:weekend:M2017-01': { times: 10, amountFen: 0 } })).toBe(0);
  });

  it('is never negative, also when a limit was lowered below what was used', () => {
    const once = campaign({ per: 'MEMBER', period: 'DAY', times: 1 });
    expect(left(once, { 'MEMBER:wu:weekend:D2017-01-21': { times: 3, amountFen: 0 } })).toBe(0);
  });

  it('is zero at the fen where the money of a period is used up', () => {
    const money = campaign({ per: 'MEMBER', period: 'MONTH', amountFen: 10_000 });
    expect(left(money, { 'MEMBER:wu:weekend:M2017-01': { times: 4, amountFen: 9_999 } })).toBeNull();
    expect(left(money, { 'MEMBER:wu:weekend:M2017-01': { times: 5, amountFen: 10_000 } })).toBe(0);
  });

  it('asks for each of the person’s counters once, shared ones by their common name', () => {
    const shared = campaign(
      { per: 'MEMBER', period: 'DAY', times: 1, share: 'one-of-two' },
      { per: 'MEMBER', period: 'DAY', amountFen: 500, share: 'one-of-two' },
      { per: 'STORE', period: 'DAY', times: 100 },
    );
    expect(memberCounterKeys(shared, 'wu', noon)).toEqual(['MEMBER:wu:~one-of-two:D2017-01-21']);
  });
});
