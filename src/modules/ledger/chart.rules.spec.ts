import {
  accountKind,
  assertPostable,
  budgetLineAccount,
  campaignAccount,
  type EntryLine,
  merchantAccount,
} from './chart.rules.js';

const entryOf = (line: Partial<EntryLine>) => ({
  eventId: '0197a000-0000-7000-8000-000000000001',
  occurredAt: new Date(0),
  lines: [{ debit: 'merchant:m', credit: 'campaign:c', amountFen: 1, reason: 'REDEEMED', ...line }],
});

describe('the chart of accounts', () => {
  it('knows each kind by its code', () => {
    expect(accountKind('FUNDING')).toBe('FUNDING');
    expect(accountKind(budgetLineAccount('city-2026'))).toBe('BUDGET_LINE');
    expect(accountKind(campaignAccount('spring'))).toBe('CAMPAIGN');
    expect(accountKind(merchantAccount('hualian'))).toBe('MERCHANT');
  });

  it.each(['', 'funding', 'worker:1', 'campaign:', 'campaign'])('has no account "%s"', (code) => {
    expect(() => accountKind(code)).toThrow('chart of accounts');
  });
});

describe('an entry', () => {
  it('may move one fen', () => {
    expect(() => assertPostable(entryOf({ amountFen: 1 }))).not.toThrow();
  });

  it.each([0, -1, 1.5, 2 ** 53])('may not move %d fen', (amountFen) => {
    expect(() => assertPostable(entryOf({ amountFen }))).toThrow('fen');
  });

  it('may not stay within one account', () => {
    expect(() => assertPostable(entryOf({ debit: 'campaign:c' }))).toThrow('to itself');
  });
});
