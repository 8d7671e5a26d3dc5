import type {
  MerchantDetail,
  MerchantView,
  NewMerchant,
  NewStore,
  StoreNames,
} from '../../../modules/merchants/merchants.schemas.js';
import type { EnrolmentCodeView } from '../../../modules/merchants/terminals/terminals.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { MerchantDetail, MerchantView };

const base = '/console/v1/merchants';

export function listMerchants(q: string, cursor: string, signal?: AbortSignal): Promise<Page<MerchantView>> {
  return session.request('GET', withQuery(base, { q, limit: 50, cursor }), { signal });
}

export function getMerchant(id: string, signal?: AbortSignal): Promise<MerchantDetail> {
  return session.request('GET', `${base}/${encodeURIComponent(id)}`, { signal });
}

export function addMerchant(body: NewMerchant): Promise<unknown> {
  return session.request('POST', base, { body });
}

export function addStore(
  merchantId: string,
  body: Omit<NewStore, 'openingHours'> & { openingHours?: string },
): Promise<unknown> {
  return session.request('POST', `${base}/${encodeURIComponent(merchantId)}/stores`, { body });
}

/** A code a till types once within ten minutes to become a terminal of the store. */
export function makeEnrolmentCode(storeId: string, label: string): Promise<EnrolmentCodeView> {
  return session.request('POST', `/console/v1/stores/${encodeURIComponent(storeId)}/enrolment-codes`, {
    body: { label },
  });
}

export function revokeTerminal(id: string): Promise<unknown> {
  return session.request('POST', `/console/v1/terminals/${encodeURIComponent(id)}/revoke`, { body: {} });
}

/** The merchants with these ids, by name. */
export async function merchantsNamed(ids: readonly string[]): Promise<readonly MerchantView[]> {
  const path = withQuery(base, { ids: ids.join(), limit: 100 });
  return (await session.request<Page<MerchantView>>('GET', path)).items;
}

/** Stores by a part of their own or their merchant's name. */
export async function listStoreNames(q: string): Promise<StoreNames['items']> {
  return (await session.request<StoreNames>('GET', withQuery('/console/v1/stores', { q }))).items;
}

export async function storesNamed(ids: readonly string[]): Promise<StoreNames['items']> {
  return (await session.request<StoreNames>('GET', withQuery('/console/v1/stores', { ids: ids.join() }))).items;
}

export async function listMerchantCategories(): Promise<readonly { code: string; name: string }[]> {
  const path = '/console/v1/merchant-categories';
  return (await session.request<{ items: { code: string; name: string }[] }>('GET', path)).items;
}
