import type { TillItems, TillServices } from '../../../modules/redemption/quotes/counter.schemas.js';
import type {
  QuoteAnswer,
  QuoteRequest,
  RedemptionAnswer,
  RedemptionRequest,
  ReversalAnswer,
  ReversalRequest,
  TillLeft,
} from '../../../modules/redemption/redemption.schemas.js';
import type { ConfirmationPending } from '../../../modules/redemption/second-factors/second-factor.schemas.js';
import { signedSend } from '../signed-send.js';

export type { QuoteAnswer, RedemptionAnswer, ReversalAnswer, TillLeft, TillServices };
export type TillItem = TillItems['items'][number];

/** Goods of this store with a price of their own. */
export async function listItems(): Promise<readonly TillItem[]> {
  return (await signedSend<TillItems>('GET', '/pos/v1/items')).items;
}

/** What the holder of this code can redeem here without paying anything. */
export function listServices(code: string): Promise<TillServices> {
  return signedSend('POST', '/pos/v1/services', { body: { code } });
}

export function quote(body: QuoteRequest): Promise<QuoteAnswer> {
  return signedSend('POST', '/pos/v1/quotes', { body });
}

/** `key` names this one attempt: sent again with it, the platform answers the same and takes nothing twice. */
export function redeem(key: string, body: RedemptionRequest): Promise<RedemptionAnswer | ConfirmationPending> {
  return signedSend('POST', '/pos/v1/redemptions', { body, key });
}

export function reverse(key: string, body: ReversalRequest): Promise<ReversalAnswer> {
  return signedSend('POST', '/pos/v1/reversals', { body, key });
}
