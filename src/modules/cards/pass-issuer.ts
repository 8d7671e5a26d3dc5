import type { Signer } from '../../platform/crypto/signer.js';
import { toBase64Url } from '../../shared/code/base64url.js';
import {
  buildPass,
  passBytesToSign,
  PASS_LIFE_MINUTES_MAX,
  RENEW_BELOW_MINUTES,
  signPass,
  SUITE_ED25519,
} from '../../shared/code/phone-code.js';

export interface PassOrder {
  cardNo: number;
  deviceSlot: number;
  devicePublicKey: Uint8Array;
  now: Date;
  policyEpoch: number;
  offlineClass: number;
  offlineCap: number;
}

export interface IssuedPass {
  /** 116 bytes, base64url: what the phone keeps and shows. */
  pass: string;
  expiresAt: Date;
  /** From here on the phone asks for the next one whenever it is online. */
  renewFrom: Date;
}

/** Signs a pass of 72 hours, beginning with the minute of `now`, for one device of one card. */
export async function issuePass(signer: Signer, order: PassOrder): Promise<IssuedPass> {
  const { now, ...fields } = order;
  const body = buildPass({
    ...fields,
    suite: SUITE_ED25519,
    kid: signer.kid,
    notBeforeMinutes: Math.floor(now.getTime() / 60_000),
    lifeMinutes: PASS_LIFE_MINUTES_MAX,
  });
  const signature = await signer.sign(passBytesToSign(body));
  const endsAtMs = Math.floor(now.getTime() / 60_000) * 60_000 + PASS_LIFE_MINUTES_MAX * 60_000;
  return {
    pass: toBase64Url(signPass(body, signature)),
    expiresAt: new Date(endsAtMs),
    renewFrom: new Date(endsAtMs - RENEW_BELOW_MINUTES * 60_000),
  };
}
