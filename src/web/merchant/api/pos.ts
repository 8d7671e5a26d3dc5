import type {
  QuoteAnswer,
  QuoteRequest,
  RedemptionAnswer,
  RedemptionRequest,
  ReversalAnswer,
  ReversalRequest,
  TillLeft,
} from '../../../modules/redemption/redemption.schemas.js';
import { signedSend } from '../signed-send.js';

export type { QuoteAnswer, RedemptionAnswer, ReversalAnswer, TillLeft };

export function quote(body: QuoteRequest): Promise<QuoteAnswer> {
  return signedSend('POST', '/pos/v1/quotes', { body });
}

/** `key` names this one attempt: sent again with it, the platform answers the same and takes nothing twice. */
export function redeem(key: string, body: RedemptionRequest): Promise<RedemptionAnswer> {
  return signedSend('POST', '/pos/v1/redemptions', { body, key });
}

export function reverse(key: string, body: ReversalRequest): Promise<ReversalAnswer> {
  return signedSend('POST', '/pos/v1/reversals', { body, key });
}
