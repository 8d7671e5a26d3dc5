import type { MerchantMe } from '../../../modules/merchants/merchants.schemas.js';
import type { Enrolled, PairBrowser, TerminalView } from '../../../modules/merchants/terminals/terminals.schemas.js';
import { session } from '../session.js';

export type { MerchantMe, TerminalView };

export function getMe(signal?: AbortSignal): Promise<MerchantMe> {
  return session.request('GET', '/merchant/v1/me', { signal });
}

/** Enrols this browser's key as a till. */
export function pairTerminal(body: PairBrowser): Promise<Enrolled> {
  return session.request('POST', '/merchant/v1/terminals', { body });
}

export async function listTerminals(signal?: AbortSignal): Promise<readonly TerminalView[]> {
  return (await session.request<{ items: TerminalView[] }>('GET', '/merchant/v1/terminals', { signal })).items;
}

export function revokeTerminal(id: string): Promise<void> {
  return session.request('DELETE', `/merchant/v1/terminals/${encodeURIComponent(id)}`);
}
