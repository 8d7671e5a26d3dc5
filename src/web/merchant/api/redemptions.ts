import type { MerchantRedemption, MerchantToday } from '../../../modules/redemption/redemption.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { MerchantRedemption, MerchantToday };

export function listRedemptions(cursor: string, signal?: AbortSignal): Promise<Page<MerchantRedemption>> {
  return session.request('GET', withQuery('/merchant/v1/redemptions', { limit: 20, cursor }), { signal });
}

export function getToday(signal?: AbortSignal): Promise<MerchantToday> {
  return session.request('GET', '/merchant/v1/today', { signal });
}
