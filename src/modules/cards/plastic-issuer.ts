import type { Signer } from '../../platform/crypto/signer.js';
import type { CodePrefixes } from '../../shared/code/code-text.js';
import { SUITE_ED25519 } from '../../shared/code/phone-code.js';
import {
  buildPlasticCard,
  encodePlasticCode,
  plasticBytesToSign,
  type PlasticCard,
} from '../../shared/code/plastic-code.js';

export type PlasticOrder = Omit<PlasticCard, 'kid' | 'suite'>;

/** Signs the code that is printed on a plastic card; the signer's key must be one for STATIC codes. */
export async function issuePlasticCode(signer: Signer, order: PlasticOrder, prefixes?: CodePrefixes): Promise<string> {
  const body = buildPlasticCard({ ...order, suite: SUITE_ED25519, kid: signer.kid });
  return encodePlasticCode(body, await signer.sign(plasticBytesToSign(body)), prefixes);
}
