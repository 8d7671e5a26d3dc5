import { createHmac, hkdfSync } from 'node:crypto';

import { stepAt } from '../../shared/code/phone-code.js';
import {
  nearestStep,
  SHORT_SECRET_BYTES,
  shortMacInput,
  shortMacOf,
  shortSecretInfo,
  type ShortCode,
} from '../../shared/code/short-number.js';

/** The secrets behind short numbers: one a phone of a card, derived, so that nothing is stored and a phone bound anew has another. */
export class ShortNumbers {
  constructor(private readonly master: Uint8Array) {}

  /** What the phone in this slot is given to make its numbers with. */
  secretOf(cardNo: number, slot: number): Uint8Array {
    return new Uint8Array(
      hkdfSync('sha256', this.master, new Uint8Array(), shortSecretInfo(cardNo, slot), SHORT_SECRET_BYTES),
    );
  }

  /** The step in which the phone in this slot showed a number; null when it never did. Whether the step still counts is decided later. */
  stepOf(code: ShortCode, slot: number, now: Date): number | null {
    const step = nearestStep(code.stepDigits, stepAt(now.getTime() / 1000));
    const hmac = createHmac('sha256', this.secretOf(code.cardNo, slot)).update(shortMacInput(code.cardNo, slot, step));
    return shortMacOf(hmac.digest()) === code.mac ? step : null;
  }
}
