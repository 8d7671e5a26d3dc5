import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Anyone, type CallerRequest, From, TerminalMay } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { toWireTime } from '../../../shared/time.js';
import { TerminalKeysService } from './terminal-keys.service.js';
import {
  type Enrolled,
  enrolledSchema,
  type Enrolment,
  enrolmentSchema,
  keyIdSchema,
  type NewTerminalKey,
  newTerminalKeySchema,
  type PosTerminal,
  posTerminalSchema,
  type PosTime,
  posTimeSchema,
  terminalKeyViewSchema,
} from './terminals.schemas.js';
import { TerminalsService } from './terminals.service.js';

/** What a till asks about itself. */
@ApiTags('pos')
@Controller({ path: 'pos/v1' })
export class TerminalsController {
  constructor(
    private readonly terminals: TerminalsService,
    private readonly keys: TerminalKeysService,
    private readonly clock: Clock,
  ) {}

  @Post('enrolments')
  @Anyone()
  @Answers(201, enrolledSchema)
  enrol(@Req() request: CallerRequest, @Body({ schema: enrolmentSchema }) body: Enrolment): Promise<Enrolled> {
    return this.terminals.enrol(request.ip, body);
  }

  // Open to all: a till whose clock is wrong cannot sign.
  @Get('time')
  @Anyone()
  @Answers(200, posTimeSchema)
  time(): PosTime {
    return { serverTime: toWireTime(this.clock.now()), unixSeconds: this.clock.unixSeconds() };
  }

  @Get('terminal')
  @TerminalMay(null)
  @Answers(200, posTerminalSchema)
  describe(@From() caller: TerminalCaller): Promise<PosTerminal> {
    return this.keys.describe(caller);
  }

  @Post('terminal/keys')
  @TerminalMay(null)
  @Answers(201, terminalKeyViewSchema)
  addKey(
    @From() caller: TerminalCaller,
    @Body({ schema: newTerminalKeySchema }) body: NewTerminalKey,
  ): Promise<{ keyId: string }> {
    return this.keys.add(caller, body);
  }

  @Delete('terminal/keys/:keyId')
  @TerminalMay(null)
  @AnswersNothing()
  retireKey(@From() caller: TerminalCaller, @Param('keyId', { schema: keyIdSchema }) keyId: string): Promise<void> {
    return this.keys.retire(caller, keyId);
  }
}
