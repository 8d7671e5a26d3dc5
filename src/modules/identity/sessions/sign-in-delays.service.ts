import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { identityErrors } from '../identity.errors.js';
import { delaySecondsAfter, FORGET_MS, networkOf } from './sign-in-delay.rules.js';
import { deleteDelay, deleteOldDelays, lockDelay, setDelay } from './sign-in-delays.repository.js';

/** One account from one address, and how many wrong attempts it has with this one. An outsider elsewhere can make nobody wait. */
export interface Attempt {
  readonly key: Buffer;
  readonly failures: number;
}

/** Makes guessing slow without ever locking an account. */
@Injectable()
export class SignInDelays {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
  ) {}

  /**
   * Counts an attempt as wrong before it is checked, so that a thousand guesses at once get no more tries than one after another.
   * @throws Refusal SIGN_IN_DELAYED
   */
  async begin(username: string, address: string): Promise<Attempt> {
    const key = this.index.of('sign-in-delay', `${username}\0${networkOf(address)}`);
    if (!this.config.SIGN_IN_DELAY) return { key, failures: 0 };
    const now = this.clock.now();
    const { failures, waitMs } = await this.database.transaction(async (tx) => {
      const { failures: known, blockedUntil, updatedAt } = await lockDelay(tx, key, now);
      if (now < blockedUntil) return { failures: known, waitMs: blockedUntil.getTime() - now.getTime() };
      const failures = (now.getTime() - updatedAt.getTime() > FORGET_MS ? 0 : known) + 1;
      const blocked = new Date(now.getTime() + delaySecondsAfter(failures) * 1000);
      await setDelay(tx, key, { failures, blockedUntil: blocked, updatedAt: now });
      return { failures, waitMs: 0 };
    });
    if (waitMs > 0) throw new Refusal(identityErrors.SIGN_IN_DELAYED, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    return { key, failures };
  }

  /** Takes the count of `begin` back: the attempt was right as far as it went. It clears nothing that was counted before. */
  async forgive({ key, failures }: Attempt): Promise<void> {
    if (!this.config.SIGN_IN_DELAY) return;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const known = await lockDelay(tx, key, now);
      // A wrong attempt counted meanwhile keeps the wait it brought.
      const blockedUntil = known.failures === failures ? now : known.blockedUntil;
      await setDelay(tx, key, { failures: Math.max(0, known.failures - 1), blockedUntil, updatedAt: now });
    });
  }

  /** Forgets all wrong attempts, in the transaction that signs in. */
  async clear(tx: Tx, { key }: Attempt): Promise<void> {
    if (this.config.SIGN_IN_DELAY) await deleteDelay(tx, key);
  }

  async clean(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - FORGET_MS);
    await this.database.transaction((tx) => deleteOldDelays(tx, before));
  }
}
