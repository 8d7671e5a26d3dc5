import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CallerRequest, From, TerminalMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { attemptOf } from '../attempt.js';
import { RedemptionService } from '../redemption.service.js';
import { KEY_HEADER, TillDoor } from '../till-door.service.js';
import {
  authorizationAnswersSchema,
  type AuthorizationRequest,
  authorizationRequestSchema,
  captureAnswerSchema,
  type CaptureRequest,
  captureRequestSchema,
  voidAnswerSchema,
  type VoidRequest,
  voidRequestSchema,
} from './authorization.schemas.js';
import { AuthorizationService } from './authorization.service.js';

/** For tills that finish their own payment first: restaurants, fuel, clinics. */
@Controller('pos/v1/authorizations')
export class AuthorizationsController {
  constructor(
    private readonly redemptions: RedemptionService,
    private readonly authorizations: AuthorizationService,
    private readonly door: TillDoor,
  ) {}

  /** Holds what the basket gets until it is captured, voided or lapsed. */
  @Post()
  @TerminalMay('redeem')
  @ApiHeader(KEY_HEADER)
  @Answers(201, authorizationAnswersSchema, 'Held; with status 202 nothing yet: the bound phone was asked')
  async authorize(
    @From() terminal: TerminalCaller,
    @Body({ schema: authorizationRequestSchema }) { holdMinutes, ...request }: AuthorizationRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = this.door.attemptOf(terminal, raw, request);
    return this.door.admitted('authorize', attempt, request.code, reply, () =>
      this.door.countingFailures(terminal, request.code, () =>
        this.redemptions.authorize(attempt, request, holdMinutes),
      ),
    );
  }

  /** Redeems the final basket out of what is held; the rest is free again. */
  @Post(':id/capture')
  @TerminalMay('redeem')
  @ApiHeader(KEY_HEADER)
  @Answers(201, captureAnswerSchema, 'Captured')
  async capture(
    @From() terminal: TerminalCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: captureRequestSchema }) request: CaptureRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = attemptOf(terminal, raw);
    return this.door.admitted('capture', attempt, null, reply, () => this.authorizations.capture(attempt, id, request));
  }

  /** Gives back all that is held. */
  @Post(':id/void')
  @TerminalMay('void:own')
  @ApiHeader(KEY_HEADER)
  @Answers(201, voidAnswerSchema, 'Voided')
  async void(
    @From() terminal: TerminalCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: voidRequestSchema }) _request: VoidRequest,
    @Req() raw: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const attempt = attemptOf(terminal, raw);
    return this.door.admitted('void', attempt, null, reply, () => this.authorizations.void(attempt, id));
  }
}
