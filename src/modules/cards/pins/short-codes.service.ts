import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { DAY_MS } from '../../../shared/time.js';
import type { ShortCode } from '../../../shared/code/short-number.js';
import { ShortNumbers } from '../short-numbers.js';
import { cleanShortNumbers, countShortNumber } from './pins.repository.js';

export const SHORT_TRIES = { triesMax: 5, windowMs: 600_000, offMs: 3_600_000 } as const;

export type ShortVerdict =
  | { readonly kind: 'SHOWN'; readonly slot: number; readonly step: number }
  | { readonly kind: 'WRONG' }
  | { readonly kind: 'OFF'; readonly until: Date };

/** Short numbers at tills: judged by the secret of the phone that counts, and counted in the database, so that no cache that is away lets anybody guess on. */
@Injectable()
export class ShortCodes {
  private readonly numbers: ShortNumbers;

  constructor(
    keyring: Keyring,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.numbers = new ShortNumbers(keyring.shortNumberKey);
  }

  /** The secret of the phone in this slot. */
  secretOf(cardNo: number, slot: number): Uint8Array {
    return this.numbers.secretOf(cardNo, slot);
  }

  /** Whether the card's phone showed this number, in which step; a wrong one takes one of the till's tries for this card. */
  async judge(terminalId: string, code: ShortCode): Promise<ShortVerdict> {
    const [device]: { slot: number | null }[] = await this.database.db.query(
      `SELECT d.slot FROM card c LEFT JOIN card_device d ON d.card_id = c.id AND d.replaced_at IS NULL WHERE c.card_no = $1`,
      [code.cardNo],
    );
    // A number of no card is the till's own mistake; it leaves no row.
    if (!device) return { kind: 'WRONG' };
    const now = this.clock.now();
    const step = device.slot === null ? null : this.numbers.stepOf(code, device.slot, now);
    const offUntil = await this.database.transaction((tx) =>
      countShortNumber(tx, { terminalId, cardNo: code.cardNo, fits: step !== null }, SHORT_TRIES, now),
    );
    if (offUntil !== null) return { kind: 'OFF', until: offUntil };
    return step === null || device.slot === null ? { kind: 'WRONG' } : { kind: 'SHOWN', slot: device.slot, step };
  }

  /** Clock work: forgets tries of yesterday. */
  async clean(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - DAY_MS);
    await this.database.transaction((tx) => cleanShortNumbers(tx, before));
  }
}
