import { formatFen } from '../../../shared/money.js';
import { toWireTime } from '../../../shared/time.js';
import type { Repriced, StandingBenefit } from '../../benefits/index.js';
import type { HeldPart } from '../held-part.schemas.js';
import type { ReversalAnswer } from '../redemption.schemas.js';
import type { Settled } from '../settled.js';
import type { Original } from './reversal.repository.js';

/** Vouchers, balances and uses of a service that their holder really has again. */
export function listRestored(
  parts: readonly Repriced[],
  standing: readonly StandingBenefit[],
  revived: ReadonlySet<string>,
): HeldPart[] {
  return parts.flatMap(({ campaignId, label, revives }) => {
    const holds = standing.find(({ campaign }) => campaign.id === campaignId)?.campaign.mechanism.holds ?? null;
    return holds === null || !revived.has(campaignId) ? [] : [{ campaignId, label, holds, ...revives }];
  });
}

/** What a reversal gave back, what remains given, and what the customer gets in hand. */
export function reversedAnswer(
  type: ReversalAnswer['type'],
  reversalId: string,
  original: Original,
  decided: {
    readonly goodsFen: number;
    readonly returnedFen: number;
    readonly parts: readonly Repriced[];
    readonly restored: readonly HeldPart[];
  },
  now: Date,
): Settled {
  const { goodsFen, returnedFen, parts, restored } = decided;
  const discountFen = original.discountFen - original.returnedDiscountFen - returnedFen;
  const refundFen = goodsFen - returnedFen;
  const body: ReversalAnswer = {
    code: 'REVERSED',
    reversalId,
    redemptionId: original.id,
    type,
    amountFen: goodsFen,
    returnedFen,
    refundFen,
    discountFen,
    remaining: parts
      .filter(({ keepsFen }) => keepsFen > 0)
      .map(({ campaignId, label, keepsFen }) => ({ campaignId, label, discountFen: keepsFen })),
    restored: [...restored],
    occurredAt: toWireTime(now),
    cashierMessage:
      (type === 'PARTIAL' ? partMessage(refundFen, discountFen) : `已撤销，优惠 ${formatFen(returnedFen)} 已退回`) +
      restored.map(restoredMessage).join(''),
  };
  return { outcome: { kind: 'ANSWER', status: 201, body }, redemptionId: original.id };
}

/** Goods may be worth less than the discount their return costs: then the customer pays. */
function partMessage(refundFen: number, discountFen: number): string {
  const money = refundFen >= 0 ? `退顾客 ${formatFen(refundFen)}` : `请顾客补 ${formatFen(-refundFen)}`;
  return `${money}，剩余优惠 ${formatFen(discountFen)}`;
}

function restoredMessage({ holds, units, fen }: HeldPart): string {
  if (holds === 'BALANCE') return `，持卡人余额退回 ${formatFen(fen)}`;
  return holds === 'VOUCHER' ? `，退回持卡人 ${units} 张券` : `，退回持卡人 ${units} 次服务`;
}

/** A key whose request never arrived, or gave nothing. */
export function nothingToGiveBack(now: Date): Settled {
  return timeoutAnswer(null, 0, now, '这笔没有核销，无需退回');
}

/** The authorization made under a key whose answer never came is void. */
export function voidedByKey(authorizationId: string, freedFen: number, now: Date): Settled {
  return {
    ...timeoutAnswer(null, freedFen, now, `预留的优惠 ${formatFen(freedFen)} 已取消`),
    redemptionId: authorizationId,
  };
}

function timeoutAnswer(redemptionId: null, returnedFen: number, now: Date, cashierMessage: string): Settled {
  const body: ReversalAnswer = {
    code: 'REVERSED',
    reversalId: null,
    redemptionId,
    type: 'TIMEOUT',
    amountFen: 0,
    returnedFen,
    refundFen: 0,
    discountFen: 0,
    remaining: [],
    occurredAt: toWireTime(now),
    cashierMessage,
  };
  return { outcome: { kind: 'ANSWER', status: 201, body }, redemptionId };
}
