import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CallerRequest, From, TerminalMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { attemptOf } from './attempt.js';
import { QuoteService } from './quote.service.js';
import { quoteAnswersSchema, type UnavailableQuote } from './quotes/quote.schemas.js';
import { RedemptionDeskService } from './redemption-desk.service.js';
import {
  idempotencyKeySchema,
  listQuerySchema,
  type MerchantRedemption,
  merchantRedemptionPageSchema,
  type QuoteAnswer,
  type QuoteRequest,
  quoteRequestSchema,
  redemptionAnswersSchema,
  type RedemptionRequest,
  redemptionRequestSchema,
  reversalAnswerSchema,
  type ReversalRequest,
  reversalRequestSchema,
} from './redemption.schemas.js';
import { RedemptionService } from './redemption.service.js';
import { ReversalService } from './reversals/reversal.service.js';
import { storedAnswerSchema } from './stored-answer.schemas.js';
import { KEY_HEADER, tell, TillDoor } from './till-door.service.js';
import { TillLimits } from './till-limits.service.js';
import type { Page } from '../../shared/page.js';

/** The API of tills. */
@Controller('pos/v1')
export class PosController {
  constructor(
    private readonly quotes: QuoteService,
    private readonly redemptions: RedemptionService,
    private readonly reversals: ReversalService,
    private readonly desk: RedemptionDeskService,
    private readonly limits: TillLimits,
    private readonly door: TillDoor,
  ) {}

  /** What this card gives for this basket here and now; keeps the code for this till for 120 s. */
  @Post('quotes')
  @TerminalMay('redeem')
  @Answers(200, quoteAnswersSchema, 'What the basket would get')
  async quote(
    @From() terminal: TerminalCaller,
    @Body({ schema: quoteRequestSchema }) request: QuoteRequest,
  ): Promise<QuoteAnswer | UnavailableQuote> {
    return this.door.counting('quote', async () => {
      await this.limits.admit(terminal, null);
      return this.door.countingFailures(terminal, request.code, () => this.quotes.quote(terminal, request));
    });
  }

  /** Redeems the best combination, or the benefit named. */
  @Post('redemptions')
  @TerminalMay('redeem')
  @ApiHeader(KEY_HEADER)
  @Answers(201, redemptionAnswersSchema, 'Redeemed; with status 202 nothing yet: the bound phone was asked')
  async redeem(
    @From() terminal: TerminalCaller,
    @Body({ schema: redemptionRequestSchema }) request: RedemptionRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = this.door.attemptOf(terminal, raw, request);
    return this.door.admitted('redeem', attempt, request.code, reply, () =>
      this.door.countingFailures(terminal, request.code, () => this.redemptions.redeem(attempt, request)),
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
    return this.door.admitted('reverse', attempt, null, reply, () => this.reversals.reverse(attempt, request));
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
}
