import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { type Allowance, type Bucket, RateLimiter } from '../../platform/http/rate-limit.js';
import { SharedMemory } from '../../platform/http/shared-memory.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { cardNoOf } from '../../shared/code/presented-code.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { CodeTexts } from '../cards/index.js';
import { redemptionErrors } from './redemption.errors.js';

const TEN_MINUTES_SECONDS = 600;
/** Failed codes: 5 per card and terminal, 30 per terminal, in ten minutes. */
const FAILED_PER_CARD: Allowance = { perSecond: 5 / TEN_MINUTES_SECONDS, burst: 5 };
const FAILED_PER_TERMINAL: Allowance = { perSecond: 30 / TEN_MINUTES_SECONDS, burst: 30 };

/** How fast a till, a merchant and a card may go. Only new work counts: a replay gets its tokens back. */
@Injectable()
export class TillLimits {
  private readonly limiter: RateLimiter;
  private readonly merchant: Allowance;
  private readonly terminal: Allowance;
  private readonly card: Allowance;

  constructor(
    @Inject(CONFIG) config: Config,
    shared: SharedMemory,
    private readonly texts: CodeTexts,
    private readonly clock: Clock,
  ) {
    this.limiter = new RateLimiter(shared);
    this.terminal = { perSecond: config.POS_TERMINAL_PER_SECOND, burst: config.POS_TERMINAL_BURST };
    this.merchant = { perSecond: config.POS_MERCHANT_PER_SECOND, burst: config.POS_MERCHANT_PER_SECOND * 2 };
    this.card = { perSecond: config.POS_CARD_PER_MINUTE / 60, burst: config.POS_CARD_PER_MINUTE };
  }

  /** Takes a token of each bucket; the answer gives them back. @throws Refusal TOO_MANY_REQUESTS */
  async admit(terminal: TerminalCaller, codeText: string | null): Promise<() => Promise<void>> {
    const buckets: Bucket[] = [
      { key: `terminal:${terminal.terminalId}`, allowance: this.terminal },
      { key: `merchant:${terminal.merchantId}`, allowance: this.merchant },
    ];
    const code = codeText === null ? null : this.texts.read(codeText);
    // Per card and terminal, so that nobody blocks a stranger's card by showing its number elsewhere.
    if (code !== null) buckets.push({ key: `card:${terminal.terminalId}:${cardNoOf(code)}`, allowance: this.card });
    const retryAfterSeconds = await this.limiter.take(buckets, this.clock.now().getTime());
    if (retryAfterSeconds > 0) throw new Refusal(commonErrors.TOO_MANY_REQUESTS, { retryAfterSeconds });
    return () => this.limiter.giveBack(buckets);
  }

  /** Counts a code that failed; beyond the limits the terminal waits. A forged code counts against the terminal alone. */
  async countFailedCode(terminal: TerminalCaller, cardNo: number | null): Promise<void> {
    const buckets: Bucket[] = [{ key: `failed:${terminal.terminalId}`, allowance: FAILED_PER_TERMINAL }];
    if (cardNo !== null) buckets.push({ key: `failed:${terminal.terminalId}:${cardNo}`, allowance: FAILED_PER_CARD });
    const retryAfterSeconds = await this.limiter.take(buckets, this.clock.now().getTime());
    if (retryAfterSeconds > 0) throw new Refusal(redemptionErrors.TOO_MANY_FAILED_CODES, { retryAfterSeconds });
  }
}
