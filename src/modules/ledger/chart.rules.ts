/** The chart of accounts: where money comes from, whose budget it is, which campaign spends it, which merchant is owed it. */
export const ACCOUNT_KINDS = ['FUNDING', 'BUDGET_LINE', 'CAMPAIGN', 'MERCHANT'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The world outside: what all budgets were filled from. */
export const FUNDING = 'FUNDING';

export const budgetLineAccount = (id: string): string => `budget-line:${id}`;
export const campaignAccount = (id: string): string => `campaign:${id}`;
export const merchantAccount = (id: string): string => `merchant:${id}`;

const KIND_BY_PREFIX: Readonly<Record<string, AccountKind>> = {
  'budget-line': 'BUDGET_LINE',
  campaign: 'CAMPAIGN',
  merchant: 'MERCHANT',
};

/**
 * The kind an account's code says.
 * @throws Error for a code outside the chart: no money goes to an account nobody planned
 */
export function accountKind(code: string): AccountKind {
  if (code === FUNDING) return 'FUNDING';
  const [prefix = '', id = ''] = code.split(':', 2);
  const kind = KIND_BY_PREFIX[prefix];
  if (kind === undefined || id === '') throw new Error(`"${code}" is not in the chart of accounts`);
  return kind;
}

/** One movement: `amountFen` leaves the credited account and reaches the debited one. */
export interface EntryLine {
  readonly debit: string;
  readonly credit: string;
  readonly amountFen: number;
  readonly reason: string;
}

/** All movements one fact causes. `eventId` makes them happen once however often the fact is told. */
export interface Entry {
  readonly eventId: string;
  readonly redemptionId?: string | null;
  readonly occurredAt: Date;
  readonly lines: readonly EntryLine[];
}

/** What an entry may not be: movements of nothing, of fractions, or within one account. */
export function assertPostable({ eventId, lines }: Entry): void {
  for (const { debit, credit, amountFen } of lines) {
    if (!Number.isSafeInteger(amountFen) || amountFen <= 0) throw new Error(`event ${eventId} posts ${amountFen} fen`);
    if (debit === credit) throw new Error(`event ${eventId} posts from ${credit} to itself`);
  }
}
