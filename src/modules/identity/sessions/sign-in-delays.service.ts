import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { identityErrors } from '../identity.errors.js';
import { delaySecondsAfter, FORGET_MS } from './sign-in-delay.rules.js';
import { deleteDelay, deleteOldDelays, lockDelay, setDelay } from './sign-in-delays.repository.js';

/** One account from one address. An outsider elsewhere can make nobody wait. */
export type DelayKey = Buffer;

/** Makes guessing slow without ever locking an account. */
@Injectable()
export class SignInDelays {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
  ) {}

  keyOf(username: string, address: string): DelayKey {
    return this.index.of('sign-in-delay', `${username}\0${address}`);
  }

  /**
   * Counts an attempt as wrong before it is checked, so that a thousand guesses at once get no more tries than one after another.
   * @throws Refusal SIGN_IN_DELAYED
   */
  async begin(key: DelayKey): Promise<void> {
    if (!this.config.SIGN_IN_DELAY) return;
    const now = this.clock.now();
    const waitMs = await this.database.transaction(async (tx) => {
      const { failures: known, blockedUntil, updatedAt } = await lockDelay(tx, key, now);
      if (now < blockedUntil) return blockedUntil.getTime() - now.getTime();
      const failures = (now.getTime() - updatedAt.getTime() > FORGET_MS ? 0 : known) + 1;
      await setDelay(tx, key, { failures, ...this.blockedAfter(failures, now), updatedAt: now });
      return 0;
    });
    if (waitMs > 0) throw new Refusal(identityErrors.SIGN_IN_DELAYED, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  /** Takes the count of `begin` back: the attempt was right as far as it went. */
  async forgive(key: DelayKey): Promise<void> {
    if (!this.config.SIGN_IN_DELAY) return;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const { failures } = await lockDelay(tx, key, now);
      await setDelay(tx, key, { failures: Math.max(0, failures - 1), blockedUntil: now, updatedAt: now });
    });
  }

  /** Forgets all wrong attempts, in the transaction that signs in. */
  async clear(tx: Tx, key: DelayKey): Promise<void> {
    if (this.config.SIGN_IN_DELAY) await deleteDelay(tx, key);
  }

  async clean(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - FORGET_MS);
    await this.database.transaction((tx) => deleteOldDelays(tx, before));
  }

  private blockedAfter(failures: number, now: Date): { blockedUntil: Date } {
    return { blockedUntil: new Date(now.getTime() + delaySecondsAfter(failures) * 1000) };
  }
}
