import type { CardPin, ResetPinRequest } from '../../../modules/cards/pins/pin.schemas.js';
import { session } from '../session.js';

export type { CardPin };

export function getCardPin(cardId: string, signal?: AbortSignal): Promise<CardPin> {
  return session.request('GET', `/console/v1/cards/${cardId}/pin`, { signal });
}

/** Unlocks; with a PIN its holder typed at the desk, or without one. */
export function resetCardPin(cardId: string, body: ResetPinRequest): Promise<CardPin> {
  return session.request('POST', `/console/v1/cards/${cardId}/pin`, { body });
}
