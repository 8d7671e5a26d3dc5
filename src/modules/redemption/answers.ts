import { problemOf } from '../../platform/http/problem.filter.js';
import type { ErrorEntry } from '../../shared/errors.js';
import { formatFen } from '../../shared/money.js';
import { maskName } from '../../shared/numbers/masks.js';
import { toWireTime } from '../../shared/time.js';
import {
  type AppliedBenefit,
  type DecisionView,
  shareOf,
  tillSentence,
  type ViewedLeftOut,
} from '../benefits/index.js';
import type { StoredOutcome } from './stored-outcome.js';
import { redemptionErrors } from './redemption.errors.js';
import type { RedemptionAnswer, RedemptionRequest, TillLeft } from './redemption.schemas.js';
import { SECOND_FACTOR_WAYS, type SecondFactorWay } from './second-factors/second-factor.schemas.js';

/** What the whole discount splits into. */
export function sharesOf(applied: readonly AppliedBenefit[]): { unionFen: number; merchantFen: number } {
  return {
    unionFen: applied.reduce((sum, { shares }) => sum + shareOf(shares, 'UNION'), 0),
    merchantFen: applied.reduce((sum, { shares }) => sum + shareOf(shares, 'MERCHANT'), 0),
  };
}

/** A benefit left out, in the words a till may hear. */
export function toTillLeft({ campaignId, label, reason, hint }: ViewedLeftOut): TillLeft {
  if (!hint) return { campaignId, label, reason };
  const { text, moreFen, fromMs, stores, item } = hint;
  return {
    campaignId,
    label,
    reason,
    hint: {
      text,
      ...(moreFen === undefined ? {} : { moreFen }),
      ...(fromMs === undefined ? {} : { from: toWireTime(fromMs) }),
      ...(stores === undefined ? {} : { stores: [...stores] }),
      ...(item === undefined ? {} : { item }),
    },
  };
}

/** One sentence for the cashier; `entry` is why there is nothing. */
export function cashierMessage(view: DecisionView, entry: ErrorEntry | null): string {
  return tillSentence(view) ?? entry?.cashierMessage ?? '';
}

export function entryOf(reason: string | null): ErrorEntry {
  const known: Readonly<Record<string, ErrorEntry>> = redemptionErrors;
  const entry = known[reason ?? ''];
  if (!entry) throw new Error(`no entry in the catalogue for ${String(reason)}`);
  return entry;
}

/** The stored answer of a refusal: no id, time or name, so that two personal reasons give equal bytes. */
export function declined(view: DecisionView, opens: boolean): StoredOutcome {
  const entry = entryOf(view.reason);
  const { status, body } = problemOf(entry);
  return {
    kind: 'ANSWER',
    status,
    body: {
      ...body,
      cashierMessage: cashierMessage(view, entry),
      left: view.left.map(toTillLeft),
      ...proofsOf(view, opens),
    },
  };
}

/** The ways a plastic card's holder can prove to be here, where that would open more; never beside what is not available. */
export function proofsOf(view: DecisionView, opens: boolean): { secondFactor?: SecondFactorWay[] } {
  return opens && view.reason !== 'NOT_AVAILABLE' ? { secondFactor: [...SECOND_FACTOR_WAYS] } : {};
}

/** The stored answer of a code that does not count. */
export function refused(entry: ErrorEntry, serverTime: string): StoredOutcome {
  const { status, body } = problemOf(entry, { extra: entry === redemptionErrors.CODE_USED ? {} : { serverTime } });
  return { kind: 'ANSWER', status, body };
}

export interface Redeemed {
  readonly redemptionId: string;
  readonly holderName: string;
  readonly storeName: string;
  readonly occurredAt: Date;
  readonly reversibleUntil: Date;
}

/** The answer of a redemption that was given. */
export function redeemedAnswer(
  request: RedemptionRequest,
  view: DecisionView,
  applied: readonly AppliedBenefit[],
  facts: Redeemed,
): RedemptionAnswer {
  const { unionFen, merchantFen } = sharesOf(applied);
  const holder = maskName(facts.holderName);
  return {
    code: 'REDEEMED',
    redemptionId: facts.redemptionId,
    state: 'REDEEMED',
    holder,
    ticketNo: request.ticketNo,
    amountFen: request.amountFen,
    discountFen: view.discountFen,
    payableFen: view.payableFen,
    applied: view.applied.map(({ campaignId, label, discountFen }) => ({ campaignId, label, discountFen })),
    shares: { ...(unionFen > 0 ? { UNION: unionFen } : {}), ...(merchantFen > 0 ? { MERCHANT: merchantFen } : {}) },
    occurredAt: toWireTime(facts.occurredAt),
    reversibleUntil: toWireTime(facts.reversibleUntil),
    receiptText: receiptText(request, view, facts, holder),
    cashierMessage: cashierMessage(view, null),
  };
}

function receiptText(request: RedemptionRequest, view: DecisionView, facts: Redeemed, holder: string): string {
  return [
    '南昌职工卡',
    facts.storeName,
    `小票 ${request.ticketNo}`,
    `持卡人 ${holder}`,
    `合计 ${formatFen(request.amountFen)}`,
    ...view.applied.map(({ label, discountFen }) => `${label} -${formatFen(discountFen)}`),
    `应收 ${formatFen(view.payableFen)}`,
    `核销号 ${facts.redemptionId.slice(-8)}`,
    toWireTime(facts.occurredAt).slice(0, 19).replace('T', ' '),
  ].join('\n');
}
