import { createHash, type KeyObject } from 'node:crypto';

import { importEd25519PublicKey, verifyEd25519, verifyWithKey } from '../../platform/crypto/ed25519.js';
import { Lru } from '../../platform/crypto/lru.js';
import { plasticBytesToSign, plasticSignatureOf, type PlasticCode } from '../../shared/code/plastic-code.js';
import {
  deviceSignatureOf,
  issuerSignatureOf,
  passBytesToSign,
  passOf,
  SUITE_ED25519,
  tapBytesToSign,
  type PhoneCode,
} from '../../shared/code/phone-code.js';

export interface VerifyingKey {
  use: 'PASS' | 'STATIC';
  suite: number;
  publicKey: Uint8Array;
}

export type KeyLookup = (kid: number) => VerifyingKey | undefined;
export type CodeVerdict = { genuine: true } | { genuine: false; reason: 'CODE_FORGED' | 'KEY_UNKNOWN' };

const GENUINE: CodeVerdict = { genuine: true };
const FORGED: CodeVerdict = { genuine: false, reason: 'CODE_FORGED' };
const UNKNOWN: CodeVerdict = { genuine: false, reason: 'KEY_UNKNOWN' };

const VERIFIED_PASSES_MAX = 20_000;

/** Judges the two signatures of a code and nothing else, in the thread pool; a pass seen before costs one verification instead of two. Dates, revocation and the device's standing are `decideShowing`'s. */
export class CodeVerifier {
  // Only passes whose issuer signature fits get in, so a flood of forged ones pushes nobody out.
  private readonly deviceKeys: Lru<KeyObject>;

  constructor(
    private readonly lookup: KeyLookup,
    passesMax = VERIFIED_PASSES_MAX,
  ) {
    this.deviceKeys = new Lru(passesMax);
  }

  async verify(code: PhoneCode): Promise<CodeVerdict> {
    const issuer = this.lookup(code.pass.kid);
    if (issuer === undefined || issuer.use !== 'PASS') return UNKNOWN;
    if (code.pass.suite !== SUITE_ED25519 || issuer.suite !== SUITE_ED25519) return FORGED;

    const name = passName(issuer.publicKey, code.raw);
    const seen = this.deviceKeys.get(name);
    if (seen) return (await isTapGenuine(seen, code.raw)) ? GENUINE : FORGED;

    const deviceKey = importEd25519PublicKey(code.pass.devicePublicKey);
    if (deviceKey === null) return FORGED;
    // Both at once: a till waits for the slower of the two instead of for their sum.
    const [passFits, tapFits] = await Promise.all([
      verifyEd25519(issuer.publicKey, passBytesToSign(code.raw), issuerSignatureOf(code.raw)),
      isTapGenuine(deviceKey, code.raw),
    ]);
    if (passFits) this.deviceKeys.set(name, deviceKey);
    return passFits && tapFits ? GENUINE : FORGED;
  }
}

/** Judges the one signature of a plastic card's code; a key for passes signs none of them. */
export async function verifyPlastic(lookup: KeyLookup, { card, raw }: PlasticCode): Promise<CodeVerdict> {
  const issuer = lookup(card.kid);
  if (issuer === undefined || issuer.use !== 'STATIC') return UNKNOWN;
  if (card.suite !== SUITE_ED25519 || issuer.suite !== SUITE_ED25519) return FORGED;
  const fits = await verifyEd25519(issuer.publicKey, plasticBytesToSign(raw), plasticSignatureOf(raw));
  return fits ? GENUINE : FORGED;
}

function isTapGenuine(deviceKey: KeyObject, raw: Uint8Array): Promise<boolean> {
  return verifyWithKey(deviceKey, tapBytesToSign(raw), deviceSignatureOf(raw));
}

// The issuer's key is part of the name: a key id given to another key must not inherit its passes.
function passName(issuerPublicKey: Uint8Array, raw: Uint8Array): string {
  return createHash('sha256').update(issuerPublicKey).update(passOf(raw)).digest('base64');
}
