import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone, From, SignedIn as SignedInPerson } from '../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../platform/http/answers.js';
import type { Caller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import {
  type LoginRequest,
  loginRequestSchema,
  type LoginView,
  loginViewSchema,
  type OtpAnswer,
  otpAnswerSchema,
  type OtpRequest,
  otpRequestSchema,
  type OtpVerification,
  otpVerificationSchema,
  type SessionAnswer,
  sessionAnswerSchema,
  type SessionRequest,
  sessionRequestSchema,
} from './identity.schemas.js';
import { OtpService } from './otp/otp.service.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { AddressLimits } from './sessions/address-limits.service.js';
import { SessionsService, type SignedIn } from './sessions/sessions.service.js';
import { SignInService } from './sessions/sign-in.service.js';

/** Signing in and out, for people. Tills sign each request instead. */
@ApiTags('auth')
@Controller({ path: 'auth/v1' })
export class IdentityController {
  constructor(
    private readonly signIns: SignInService,
    private readonly otp: OtpService,
    private readonly sessions: SessionsService,
    private readonly limits: AddressLimits,
    private readonly clock: Clock,
  ) {}

  @Post('login')
  @Anyone()
  @Answers(200, sessionAnswerSchema)
  async signIn(
    @Body({ schema: loginRequestSchema }) body: LoginRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    await this.limits.take(request.ip);
    return this.keep(request, reply, await this.signIns.signIn(body, request.ip));
  }

  @Post('otp')
  @Anyone()
  @Answers(200, otpAnswerSchema)
  async askOtp(
    @Body({ schema: otpRequestSchema }) body: OtpRequest,
    @Req() request: FastifyRequest,
  ): Promise<OtpAnswer> {
    await this.limits.take(request.ip);
    return this.otp.ask(body);
  }

  @Post('otp/verify')
  @Anyone()
  @Answers(200, sessionAnswerSchema)
  async verifyOtp(
    @Body({ schema: otpVerificationSchema }) body: OtpVerification,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    await this.limits.take(request.ip);
    return this.keep(request, reply, await this.otp.verify(body));
  }

  @Post('refresh')
  @Anyone()
  @Answers(200, sessionAnswerSchema)
  async refresh(
    @Body({ schema: sessionRequestSchema }) { app }: SessionRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    return this.keep(request, reply, await this.sessions.refresh(app, readRefreshCookie(request, app)));
  }

  @Post('logout')
  @Anyone()
  @AnswersNothing('Signed out')
  async signOut(
    @Body({ schema: sessionRequestSchema }) { app }: SessionRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(app, readRefreshCookie(request, app));
    clearRefreshCookie(request, reply, app);
  }

  @Get('me')
  @SignedInPerson()
  @Answers(200, loginViewSchema)
  me(@From() caller: Caller): Promise<LoginView> {
    return this.sessions.describe(caller);
  }

  private keep(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): SessionAnswer {
    setRefreshCookie(request, reply, signedIn, this.clock.now());
    return signedIn.answer;
  }
}
