import { formatFen } from '../../../shared/money.js';
import { toWireTime } from '../../../shared/time.js';
import type { Held, HeldUse } from './authorization.repository.js';
import type { CaptureAnswer, CaptureRequest, VoidAnswer } from './authorization.schemas.js';

interface Captured {
  readonly redemptionId: string;
  readonly basket: CaptureRequest;
  readonly uses: readonly HeldUse[];
  readonly discountFen: number;
  readonly unionFen: number;
  readonly until: Date;
}

/** What was captured of what was held. */
export function capturedAnswer(
  held: Held,
  { redemptionId, basket, uses, discountFen, unionFen, until }: Captured,
  now: Date,
): CaptureAnswer {
  const payableFen = basket.amountFen - discountFen;
  const merchantFen = discountFen - unionFen;
  return {
    code: 'CAPTURED',
    authorizationId: held.id,
    redemptionId,
    state: 'CAPTURED',
    amountFen: basket.amountFen,
    discountFen,
    payableFen,
    applied: uses.map(({ campaignId, label, discountFen: fen }) => ({ campaignId, label, discountFen: fen })),
    shares: { ...(unionFen > 0 ? { UNION: unionFen } : {}), ...(merchantFen > 0 ? { MERCHANT: merchantFen } : {}) },
    returnedFen: held.discountFen - discountFen,
    occurredAt: toWireTime(now),
    reversibleUntil: toWireTime(until),
    cashierMessage: `收 ${formatFen(payableFen)}，已优惠 ${formatFen(discountFen)}`,
  };
}

/** What is free again. */
export function voidedAnswer(held: Held, now: Date): VoidAnswer {
  return {
    code: 'VOIDED',
    authorizationId: held.id,
    state: 'VOIDED',
    returnedFen: held.discountFen,
    occurredAt: toWireTime(now),
    cashierMessage: `预留的优惠 ${formatFen(held.discountFen)} 已取消`,
  };
}
