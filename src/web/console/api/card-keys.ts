import type { KeyDeskView, KeyRevocationView } from '../../../modules/cards/keys/key.schemas.js';
import { session } from '../session.js';

export type { KeyDeskView, KeyRevocationView };
export type DeskKey = KeyDeskView['keys'][number];

export function getKeys(signal?: AbortSignal): Promise<KeyDeskView> {
  return session.request('GET', '/console/v1/card-keys', { signal });
}

/** A second person decides. */
export function proposeRevocation(kid: number, reason: string): Promise<KeyDeskView> {
  return session.request('POST', `/console/v1/card-keys/${kid}/revocations`, { body: { reason } });
}

export function decideRevocation(id: string, decision: 'APPROVE' | 'REJECT'): Promise<KeyDeskView> {
  return session.request('POST', `/console/v1/card-keys/revocations/${id}/decision`, { body: { decision } });
}
