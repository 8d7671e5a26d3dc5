import { session } from '../session.js';

export interface MyCard {
  readonly member: { readonly name: string; readonly orgName: string; readonly memberNo: string };
  readonly card: {
    readonly cardNo: string;
    readonly cardNoGrouped: string;
    readonly state: string;
    readonly issuedAt: string | null;
    readonly device: { readonly slot: number; readonly boundAt: string } | null;
  } | null;
}

export interface PassAnswer {
  readonly cardNo: string;
  readonly slot: number;
  readonly pass: string;
  readonly passExpiresAt: string;
  readonly stepSeconds: number;
  readonly codePrefix: string;
  readonly serverTime: string;
}

export function getMyCard(signal?: AbortSignal): Promise<MyCard> {
  return session.request('GET', '/worker/v1/card', { signal });
}

/** Binds this phone's key to the card; the first binding activates the card. */
export function bindDevice(body: { publicKey: string; proof: string; hardware: boolean }): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/device', { body });
}

export function renewPass(publicKey: string): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/pass', { body: { publicKey } });
}

/** Reports the card lost; every till refuses it from now on. */
export function reportLoss(): Promise<void> {
  return session.request('POST', '/worker/v1/card/loss', { body: {} });
}
