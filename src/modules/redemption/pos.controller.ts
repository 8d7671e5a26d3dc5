import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CallerRequest, From, TerminalMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import { StoredProblem } from '../../platform/http/problem.filter.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { decodeCode } from '../../shared/code/phone-code.js';
import { Refusal } from '../../shared/errors.js';
import { attemptOf } from './attempt.js';
import type { StoredOutcome } from './stored-outcome.js';
import { QuoteService } from './quote.service.js';
import { quoteAnswersSchema, type UnavailableQuote } from './quotes/quote.schemas.js';
import { RedemptionDeskService } from './redemption-desk.service.js';
import { redemptionErrors } from './redemption.errors.js';
import {
  idempotencyKeySchema,
  listQuerySchema,
  type MerchantRedemption,
  merchantRedemptionPageSchema,
  type QuoteAnswer,
  type QuoteRequest,
  quoteRequestSchema,
  redemptionAnswerSchema,
  type RedemptionRequest,
  redemptionRequestSchema,
  reversalAnswerSchema,
  type ReversalRequest,
  reversalRequestSchema,
  storedAnswerSchema,
} from './redemption.schemas.js';
import { type Attempt, type Outcome, RedemptionService } from './redemption.service.js';
import { ReversalService } from './reversal.service.js';
import { TillLimits } from './till-limits.service.js';
import type { Page } from '../../shared/page.js';

const KEY_HEADER = {
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
]);
const FORGED_CODES = new Set(['CODE_FORGED', 'CODE_MALFORMED']);

/** The API of tills. */
@Controller('pos/v1')
export class PosController {
  constructor(
    private readonly quotes: QuoteService,
    private readonly redemptions: RedemptionService,
    private readonly reversals: ReversalService,
    private readonly desk: RedemptionDeskService,
    private readonly limits: TillLimits,
  ) {}

  /** What this card gives for this basket here and now; keeps the code for this till for 120 s. */
  @Post('quotes')
  @TerminalMay('redeem')
  @Answers(200, quoteAnswersSchema, 'What the basket would get')
  async quote(
    @From() terminal: TerminalCaller,
    @Body({ schema: quoteRequestSchema }) request: QuoteRequest,
  ): Promise<QuoteAnswer | UnavailableQuote> {
    await this.limits.admit(terminal, null);
    return this.countingFailures(terminal, request.code, () => this.quotes.quote(terminal, request));
  }

  /** Redeems the best combination, or the benefit named. */
  @Post('redemptions')
  @TerminalMay('redeem')
  @ApiHeader(KEY_HEADER)
  @Answers(201, redemptionAnswerSchema, 'Redeemed')
  async redeem(
    @From() terminal: TerminalCaller,
    @Body({ schema: redemptionRequestSchema }) request: RedemptionRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = attemptOf(terminal, raw);
    return this.admitted(attempt, request.code, reply, () =>
      this.countingFailures(terminal, request.code, () => this.redemptions.redeem(attempt, request)),
    );
  }

  /** Takes a redemption back: whole, or by the key whose answer never came. */
  @Post('reversals')
  @TerminalMay('void:own')
  @ApiHeader(KEY_HEADER)
  @Answers(201, reversalAnswerSchema, 'Reversed')
  async reverse(
    @From() terminal: TerminalCaller,
    @Body({ schema: reversalRequestSchema }) request: ReversalRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = attemptOf(terminal, raw);
    return this.admitted(attempt, null, reply, () => this.reversals.reverse(attempt, request));
  }

  /** The answer that got lost, with the status it had. */
  @Get('redemptions/by-key/:key')
  @TerminalMay('redeem')
  @Answers(200, storedAnswerSchema, 'The stored answer')
  async findByKey(
    @From() terminal: TerminalCaller,
    @Param('key', { schema: idempotencyKeySchema }) key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return tell({ stored: await this.desk.getByKey(terminal, key), replayed: true }, reply);
  }

  /** The last redemptions of this till, for undo. */
  @Get('redemptions')
  @TerminalMay('redeem')
  @Answers(200, merchantRedemptionPageSchema, "This till's redemptions, newest first")
  list(
    @From() terminal: TerminalCaller,
    @Query({ schema: listQuerySchema }) query: { limit: number; cursor?: string },
  ): Promise<Page<MerchantRedemption>> {
    return this.desk.listForTerminal(terminal, query);
  }

  private async admitted(
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
      throw error;
    }
    const outcome = await work();
    if (outcome.replayed) await giveBack();
    return tell(outcome, reply);
  }

  /** Failed codes slow the terminal down, those of one card first; a code that is not genuine blames no card. */
  private async countingFailures<T extends object>(
    terminal: TerminalCaller,
    text: string,
    work: () => Promise<T>,
  ): Promise<T> {
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
    const decoded = decodeCode(text);
    await this.limits.countFailedCode(terminal, decoded.readable ? decoded.code.pass.cardNo : null);
  }
}

function codeOf(stored: StoredOutcome): string {
  return stored.kind === 'ANSWER' ? String(stored.body['code']) : '';
}

/** A stored answer as it was, a refused one as a problem. */
function tell({ stored, replayed }: Outcome, reply: FastifyReply): unknown {
  if (replayed) void reply.header('Idempotent-Replayed', 'true');
  if (stored.kind === 'TOMBSTONE') throw new Refusal(redemptionErrors.REVERSED_BEFORE_ARRIVAL);
  if (stored.status >= 400) throw new StoredProblem(stored.status, stored.body);
  void reply.status(stored.status);
  return stored.body;
}
