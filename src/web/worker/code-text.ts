import { encodeDigits } from '../../shared/code/code-text.js';
import { buildTap, signTap, tapBytesToSign } from '../../shared/code/phone-code.js';
import { nextStoredCount } from '../shared/store.js';
import { findCardKey, type HeldCard } from './held-card.js';

/**
 * The digits of one showing of the card. The counter is on disk before the code is drawn, so that no two showings share
 * one, even when the page is closed half way.
 */
export async function makeCodeText(held: HeldCard, step: number): Promise<string> {
  const key = await findCardKey();
  if (!key) throw new Error('this phone has lost its key');
  const ctr = await nextStoredCount('worker:showings');
  const tap = buildTap(held.pass, { step, ctr });
  const signature = await key.sign(new Uint8Array(tapBytesToSign(tap)));
  return held.codePrefix + encodeDigits(signTap(tap, signature));
}
