import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type CallerRequest, From, SignedIn } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import type { Caller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { type PasswordChange, passwordChangeSchema, type SessionList, sessionListSchema } from './account.schemas.js';
import { AccountService } from './account.service.js';

/** What a signed-in person may do with their own login. */
@ApiTags('auth')
@Controller({ path: 'auth/v1/account' })
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Post('password')
  @SignedIn()
  @AnswersNothing('The new password holds; every other session has ended')
  async changePassword(
    @From() caller: Caller,
    @Req() request: CallerRequest,
    @Body({ schema: passwordChangeSchema }) change: PasswordChange,
  ): Promise<void> {
    await this.account.changePassword(caller, request.sessionId ?? null, request.ip, change);
  }

  @Get('sessions')
  @SignedIn()
  @Answers(200, sessionListSchema)
  sessions(@From() caller: Caller, @Req() request: CallerRequest): Promise<SessionList> {
    return this.account.listSessions(caller, request.sessionId ?? null);
  }

  @Delete('sessions/:id')
  @SignedIn()
  @AnswersNothing('The session has ended')
  async endSession(@From() caller: Caller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.account.endSession(caller, id);
  }
}
