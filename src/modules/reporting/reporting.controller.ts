import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { idSchema } from '../../shared/ids.js';
import type { Page } from '../../shared/page.js';
import {
  type Board,
  boardSchema,
  campaignIdSchema,
  deadLetterPageSchema,
  type DeadLettersQuery,
  deadLettersQuerySchema,
  type DeadLetterView,
  type SystemState,
  systemSchema,
} from './reporting.schemas.js';
import { ReportingService } from './reporting.service.js';
import { SystemService } from './system.service.js';

/** Figures for officers, and the state of the machinery. */
@ApiTags('reporting')
@Controller({ path: 'console/v1' })
export class ReportingController {
  constructor(
    private readonly reporting: ReportingService,
    private readonly system: SystemService,
  ) {}

  @Get('campaigns/:id/board')
  @OfficerMay('campaigns.read')
  @Answers(200, boardSchema)
  board(@From() caller: OfficerCaller, @Param('id', { schema: campaignIdSchema }) id: string): Promise<Board> {
    return this.reporting.board(caller, id);
  }

  @Get('system')
  @OfficerMay('system.read')
  @Answers(200, systemSchema)
  describeSystem(): Promise<SystemState> {
    return this.system.describe();
  }

  @Get('system/dead-letters')
  @OfficerMay('system.read')
  @Answers(200, deadLetterPageSchema)
  deadLetters(@Query({ schema: deadLettersQuerySchema }) query: DeadLettersQuery): Promise<Page<DeadLetterView>> {
    return this.system.listDeadLetters(query);
  }

  @Post('system/dead-letters/:id/replay')
  @OfficerMay('system.read')
  @AnswersNothing()
  replay(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    return this.system.replay(caller, id);
  }

  @Post('system/dead-letters/:id/discard')
  @OfficerMay('system.read')
  @AnswersNothing()
  discard(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    return this.system.discard(caller, id);
  }
}
