import { formatFen } from '../../../shared/money.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { toWireTime } from '../../../shared/time.js';
import { type AppliedBenefit, type DecisionView } from '../../benefits/index.js';
import type { AuthorizationAnswer } from '../authorizations/authorization.schemas.js';
import { sharesOf } from '../answers.js';
import type { RedemptionRequest } from '../redemption.schemas.js';

interface Held {
  readonly authorizationId: string;
  readonly holderName: string;
  readonly occurredAt: Date;
  readonly expiresAt: Date;
}

/** The answer of an authorization: what is held, and until when. */
export function heldAnswer(
  request: RedemptionRequest,
  view: DecisionView,
  applied: readonly AppliedBenefit[],
  { authorizationId, holderName, occurredAt, expiresAt }: Held,
): AuthorizationAnswer {
  const { unionFen, merchantFen } = sharesOf(applied);
  return {
    code: 'HELD',
    authorizationId,
    state: 'HELD',
    holder: maskName(holderName),
    ticketNo: request.ticketNo,
    amountFen: request.amountFen,
    discountFen: view.discountFen,
    payableFen: view.payableFen,
    applied: view.applied.map(({ campaignId, label, discountFen }) => ({ campaignId, label, discountFen })),
    shares: { ...(unionFen > 0 ? { UNION: unionFen } : {}), ...(merchantFen > 0 ? { MERCHANT: merchantFen } : {}) },
    occurredAt: toWireTime(occurredAt),
    expiresAt: toWireTime(expiresAt),
    cashierMessage: `已预留优惠 ${formatFen(view.discountFen)}，收款后请确认`,
  };
}
