import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type Allowance, RateLimiter } from '../../../platform/http/rate-limit.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { networkOf } from './sign-in-delay.rules.js';

// A factory's thousand workers share one address at the change of shifts; a script that tries every phone or name does not get far.
const SIGN_INS: Allowance = { perSecond: 5, burst: 300 };

/** Bounds what one network may ask of sign-in in all: each attempt writes a row and may cost a hash, whoever it is for. */
@Injectable()
export class AddressLimits {
  private readonly limiter = new RateLimiter();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal TOO_MANY_REQUESTS */
  async take(address: string): Promise<void> {
    if (!this.config.SIGN_IN_DELAY) return;
    const retryAfterSeconds = await this.limiter.take(
      [{ key: networkOf(address), allowance: SIGN_INS }],
      this.clock.now().getTime(),
    );
    if (retryAfterSeconds > 0) throw new Refusal(commonErrors.TOO_MANY_REQUESTS, { retryAfterSeconds });
  }
}
