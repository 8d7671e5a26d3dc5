import { readPass } from '../../shared/code/phone-code.js';
import { encodeShortNumber, shortMacInput } from '../../shared/code/short-number.js';
import { DEFAULT_CODE_PREFIXES } from '../../shared/code/code-text.js';
import type { HeldCard } from './held-card.js';

/** The 24 digits of a step, made on this phone without a network. */
export async function makeShortNumber(held: HeldCard, step: number): Promise<string> {
  if (!held.shortKey || held.shortPrefix === undefined) throw new Error('this phone has no secret for short numbers');
  const { cardNo } = readPass(held.pass);
  const hmac = await crypto.subtle.sign('HMAC', held.shortKey, shortMacInput(cardNo, held.slot, step));
  const prefixes = { ...DEFAULT_CODE_PREFIXES, N: held.shortPrefix };
  return encodeShortNumber({ cardNo, step, hmac: new Uint8Array(hmac) }, prefixes);
}
