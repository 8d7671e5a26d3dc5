import { DAY_MS } from '../../../shared/time.js';
import { decideCancel, reversibleUntil, type UsedBenefit } from './give-back.rules.js';

const aUse = (changes: Partial<UsedBenefit> = {}): UsedBenefit => ({
  campaignId: 'save20',
  discountFen: 2000,
  shares: [
    { payer: 'UNION', fen: 1200 },
    { payer: 'MERCHANT', fen: 800 },
  ],
  counters: [{ key: 'MEMBER:wu:save20:D2017-01-21', times: 1, amountFen: 2000, limitTimes: 1 }],
  reversal: { untilDays: 7, restoresUse: true },
  ...changes,
});
const redeemedAtMs = Date.parse('2017-01-21T10:00:00+08:00');
const running = () => false;
const cancel = (used: UsedBenefit[], nowMs = redeemedAtMs, isReversed = false) =>
  decideCancel({ isReversed, redeemedAtMs, used }, running, nowMs);

describe('cancelling a redemption', () => {
  it('gives back all of it: shares, union money to the campaign, the use to the day it was taken on', () => {
    expect(cancel([aUse()])).toEqual({
      allowed: true,
      giveBacks: [
        {
          campaignId: 'save20',
          discountFen: 2000,
          shares: aUse().shares,
          unionFen: 1200,
          unionFenGoesTo: 'CAMPAIGN',
          counters: [{ key: 'MEMBER:wu:save20:D2017-01-21', times: 1, amountFen: 2000 }],
        },
      ],
    });
  });

  it('is possible through the last instant of its days, not a millisecond longer', () => {
    const lastMs = redeemedAtMs + 7 * DAY_MS;
    expect(reversibleUntil(redeemedAtMs, [aUse()])).toBe(lastMs);
    expect(cancel([aUse()], lastMs).allowed).toBe(true);
    expect(cancel([aUse()], lastMs + 1)).toEqual({ allowed: false, reason: 'TOO_LATE' });
  });

  it('keeps to the strictest of several benefits', () => {
    const strict = aUse({ campaignId: 'b', reversal: { untilDays: 0, restoresUse: true } });
    expect(cancel([aUse(), strict], redeemedAtMs).allowed).toBe(true);
    expect(cancel([aUse(), strict], redeemedAtMs + 1)).toEqual({ allowed: false, reason: 'TOO_LATE' });
  });

  it('happens once', () => {
    expect(cancel([aUse()], redeemedAtMs + 99 * DAY_MS, true)).toEqual({ allowed: false, reason: 'ALREADY_REVERSED' });
  });

  it('returns money but no use when the campaign says so, and after its end gives the union share to the line', () => {
    const keeping = aUse({ reversal: { untilDays: 7, restoresUse: false } });
    expect(cancel([keeping])).toMatchObject({
      giveBacks: [{ unionFen: 1200, counters: [{ times: 0, amountFen: 2000 }] }],
    });
    expect(decideCancel({ isReversed: false, redeemedAtMs, used: [aUse()] }, () => true, redeemedAtMs)).toMatchObject({
      giveBacks: [{ unionFen: 1200, unionFenGoesTo: 'BUDGET_LINE', counters: [{ times: 0, amountFen: 2000 }] }],
    });
  });
});
