import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { createHmac } from 'node:crypto';
import { Keyring } from '../../platform/crypto/keyring.js';
import { withinPatience } from '../../platform/database/patience.js';
import { refusals } from '../../platform/http/metrics.js';
import { isDatabaseAway, StoredProblem } from '../../platform/http/problem.filter.js';
import type { CallerRequest } from '../../platform/http/access.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { cardNoOf } from '../../shared/code/presented-code.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { CodeTexts } from '../cards/index.js';
import { attemptOf } from './attempt.js';
import { RedemptionDeskService } from './redemption-desk.service.js';
import { redemptionErrors } from './redemption.errors.js';
import type { Attempt, Outcome } from './redemption.service.js';
import type { StoredOutcome } from './stored-outcome.js';
import { TillLimits } from './till-limits.service.js';

/** What every write of a till carries. */
export const KEY_HEADER = {
  name: 'Idempotency-Key',
  required: true,
  description: 'One per attempt to do one thing, the same on every retry of it',
};
/** Refusals that say a code failed after its signatures were good; they count against card and terminal. */
const FAILED_CODES = new Set([
  'CODE_EXPIRED',
  'CODE_USED',
  'CODE_IN_USE',
  'PASS_EXPIRED',
  'PASS_INVALID',
  'DEVICE_REPLACED',
  'KEY_UNKNOWN',
  'PIN_WRONG',
]);
const FORGED_CODES = new Set(['CODE_FORGED', 'CODE_MALFORMED']);

/** Longer than the money path waits for one statement. */
const ANSWER_WITHIN_MS = 9_000;

/** What a till asks for; also how its refusals are counted. */
export type TillCall = 'quote' | 'redeem' | 'authorize' | 'capture' | 'void' | 'reverse';
/** What a batch decides it counts itself, by the true reason. */
const DECIDED_IN_BATCHES: ReadonlySet<TillCall> = new Set(['redeem', 'authorize']);

/** What every write of a till passes: its rate, the count of failed codes, and the stored answer on the way out. */
@Injectable()
export class TillDoor {
  constructor(
    private readonly desk: RedemptionDeskService,
    private readonly limits: TillLimits,
    private readonly texts: CodeTexts,
    private readonly keyring: Keyring,
  ) {}

  /**
   * One attempt of a till. A body with a PIN is remembered under a key of ours: six digits could be tried against a plain hash of it.
   * @throws Refusal KEY_MISSING
   */
  attemptOf(terminal: TerminalCaller, raw: CallerRequest, { pin }: { readonly pin?: string | undefined }): Attempt {
    const attempt = attemptOf(terminal, raw);
    if (pin === undefined) return attempt;
    const sealed = createHmac('sha256', this.keyring.pinKey).update('attempt/v1\0').update(attempt.bodyHash);
    return { ...attempt, bodyHash: sealed.digest() };
  }

  /** Lets an attempt in when its till, merchant and card are not too fast; a replay is free. */
  async admitted(
    call: TillCall,
    attempt: Attempt,
    code: string | null,
    reply: FastifyReply,
    work: () => Promise<Outcome>,
  ): Promise<unknown> {
    let giveBack: () => Promise<void>;
    try {
      giveBack = await this.limits.admit(attempt.terminal, code);
    } catch (error) {
      // A replay is free, also for a till that has used up its rate.
      const stored = await this.desk.findKnown(attempt);
      if (stored) return tell({ stored, replayed: true }, reply);
      refusals.inc({ call, reason: reasonOf(error) });
      throw error;
    }
    const outcome = await this.counting(call, work);
    if (outcome.replayed || outcome.free === true) await giveBack();
    else if (!DECIDED_IN_BATCHES.has(call) && isRefusal(outcome.stored))
      refusals.inc({ call, reason: codeOf(outcome.stored) });
    return tell(outcome, reply);
  }

  /**
   * A till hears by then whatever the database does; "unknown" is an answer, and its key tells later.
   * Counts what is refused by throwing: a forged code, a full waiting room, a database that is away.
   */
  async counting<T>(call: TillCall, work: () => Promise<T>): Promise<T> {
    try {
      return await withinPatience(ANSWER_WITHIN_MS, work());
    } catch (error) {
      refusals.inc({ call, reason: reasonOf(error) });
      throw error;
    }
  }

  /** Failed codes slow the terminal down, those of one card first; a code that is not genuine blames no card. */
  async countingFailures<T extends object>(terminal: TerminalCaller, text: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      if ('stored' in result && !(result as unknown as Outcome).replayed)
        await this.countIfFailed(terminal, text, codeOf((result as unknown as Outcome).stored));
      return result;
    } catch (error) {
      if (error instanceof StoredProblem) await this.countIfFailed(terminal, text, String(error.body['code']));
      if (error instanceof Refusal) await this.countIfFailed(terminal, text, error.entry.code);
      throw error;
    }
  }

  private async countIfFailed(terminal: TerminalCaller, text: string, code: string): Promise<void> {
    if (FORGED_CODES.has(code)) return this.limits.countFailedCode(terminal, null);
    if (!FAILED_CODES.has(code)) return;
    const presented = this.texts.read(text);
    await this.limits.countFailedCode(terminal, presented === null ? null : cardNoOf(presented));
  }
}

const isRefusal = (stored: StoredOutcome): boolean => stored.kind === 'ANSWER' && stored.status >= 400;

/** Codes of the catalogue and nothing else, so that there is an end to them. */
function reasonOf(error: unknown): string {
  if (error instanceof StoredProblem) return String(error.body['code']);
  if (error instanceof Refusal) return error.entry.code;
  return isDatabaseAway(error) ? commonErrors.UNAVAILABLE.code : 'BROKEN';
}

function codeOf(stored: StoredOutcome): string {
  return stored.kind === 'ANSWER' ? String(stored.body['code']) : '';
}

/** A stored answer as it was, a refused one as a problem. */
export function tell({ stored, replayed }: Outcome, reply: FastifyReply): unknown {
  if (replayed) void reply.header('Idempotent-Replayed', 'true');
  if (stored.kind === 'TOMBSTONE') throw new Refusal(redemptionErrors.REVERSED_BEFORE_ARRIVAL);
  if (stored.status >= 400) throw new StoredProblem(stored.status, stored.body);
  void reply.status(stored.status);
  return stored.body;
}
