import { budgetLineAccount, campaignAccount, type Entry, type EntryLine, merchantAccount } from '../ledger/index.js';
import type { RedeemedPayload, ReleasedPayload, ReversedPayload } from './redemption-facts.schemas.js';

interface Fact<Payload> {
  readonly id: string;
  readonly occurredAt: Date;
  readonly payload: Payload;
}

/** The UNION share leaves the campaign and is owed to the merchant. What the merchant gives of its own moves no public money. */
export function redeemedEntry({ id, payload }: Fact<RedeemedPayload>): Entry {
  const lines = payload.uses.map(({ campaignId, unionFen }) =>
    line(merchantAccount(payload.merchantId), campaignAccount(campaignId), unionFen, 'REDEEMED'),
  );
  return {
    eventId: id,
    redemptionId: payload.redemptionId,
    occurredAt: new Date(payload.occurredAt),
    lines: lines.filter(isMoney),
  };
}

/** The same way back; when the campaign has ended, on to the line its budget came from. */
export function reversedEntry({ id, payload }: Fact<ReversedPayload>): Entry {
  const lines = payload.uses.flatMap(({ campaignId, unionFen, lineId }) => [
    line(campaignAccount(campaignId), merchantAccount(payload.merchantId), unionFen, 'REVERSED'),
    ...(lineId === null
      ? []
      : [line(budgetLineAccount(lineId), campaignAccount(campaignId), unionFen, 'RETURNED_AFTER_END')]),
  ]);
  return {
    eventId: id,
    redemptionId: payload.redemptionId,
    occurredAt: new Date(payload.occurredAt),
    lines: lines.filter(isMoney),
  };
}

/** What was held beyond the end of its campaign returns to the line the budget came from. */
export function releasedEntry({ id, payload }: Fact<ReleasedPayload>): Entry {
  return {
    eventId: id,
    redemptionId: null,
    occurredAt: new Date(payload.occurredAt),
    lines: payload.uses.map(({ campaignId, unionFen, lineId }) =>
      line(budgetLineAccount(lineId), campaignAccount(campaignId), unionFen, 'RETURNED_AFTER_END'),
    ),
  };
}

const line = (debit: string, credit: string, amountFen: number, reason: string): EntryLine => ({
  debit,
  credit,
  amountFen,
  reason,
});
const isMoney = ({ amountFen }: EntryLine): boolean => amountFen > 0;
