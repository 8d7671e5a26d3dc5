import type { CardPin, SetPinRequest } from '../../../modules/cards/pins/pin.schemas.js';
import { session } from '../session.js';

export type { CardPin };

export function getPin(signal?: AbortSignal): Promise<CardPin> {
  return session.request('GET', '/worker/v1/card/pin', { signal });
}

/** The plastic card has this PIN from now on; `proof` is the last six of the ID number. */
export function setPin(body: SetPinRequest): Promise<CardPin> {
  return session.request('POST', '/worker/v1/card/pin', { body });
}
