import type { BindDeviceRequest, DevicePass, WorkerCard } from '../../../modules/cards/cards.schemas.js';
import { session } from '../session.js';

export type MyCard = WorkerCard;
export type PassAnswer = DevicePass;

export function getMyCard(signal?: AbortSignal): Promise<MyCard> {
  return session.request('GET', '/worker/v1/card', { signal });
}

/** Binds this phone's key to the card; the first binding activates the card. */
export function bindDevice(body: BindDeviceRequest): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/device', { body });
}

export function renewPass(publicKey: string): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/pass', { body: { publicKey } });
}

/** Reports the card lost; every till refuses it from now on. */
export function reportLoss(): Promise<{ state: string }> {
  return session.request('POST', '/worker/v1/card/loss', { body: {} });
}
