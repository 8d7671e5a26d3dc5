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

/** A card on this phone at once, or a plastic one with the union's next batch. */
export function applyForCard(form: 'PHONE' | 'PLASTIC'): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/application', { body: { form } });
}

export function freezeCard(): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/freeze', { body: {} });
}

export function unfreezeCard(proof: string): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/unfreeze', { body: { proof } });
}

/** A new number; the old card and its plastic end. */
export function reissueCard(proof: string, plastic: boolean): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/reissue', { body: { proof, plastic } });
}

export function activatePlastic(proof: string): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/plastic/activation', { body: { proof } });
}

export function reportPlasticLost(): Promise<MyCard> {
  return session.request('POST', '/worker/v1/card/plastic/loss', { body: {} });
}
