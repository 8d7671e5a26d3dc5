import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay, WorkerMay } from '../../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../../platform/http/answers.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import type { Page } from '../../../../shared/page.js';
import {
  erasureAcceptedSchema,
  erasureDecisionSchema,
  erasureRequestSchema,
  erasuresPageSchema,
  type ErasuresQuery,
  erasuresQuerySchema,
  type ErasureView,
  type MyErasure,
  myErasureSchema,
} from './erasure.schemas.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('privacy')
@Controller()
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Get('worker/v1/erasure')
  @WorkerMay()
  @Answers(200, myErasureSchema)
  mine(@From() caller: WorkerCaller): Promise<MyErasure> {
    return this.erasures.mine(caller);
  }

  @Post('worker/v1/erasure')
  @WorkerMay()
  @Answers(200, myErasureSchema, 'Carried out when the waiting days are over')
  ask(@From() caller: WorkerCaller): Promise<MyErasure> {
    return this.erasures.ask(caller);
  }

  @Delete('worker/v1/erasure')
  @WorkerMay()
  @Answers(200, myErasureSchema, 'Taken back')
  cancel(@From() caller: WorkerCaller): Promise<MyErasure> {
    return this.erasures.cancel(caller);
  }

  @Post('console/v1/members/:id/erasure')
  @OfficerMay('erasures.request')
  @Answers(202, erasureAcceptedSchema, 'Waits for a second officer')
  propose(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: erasureRequestSchema }) { reason }: { reason: string },
  ): Promise<{ erasureId: string }> {
    return this.erasures.propose(caller, id, reason);
  }

  @Get('console/v1/erasures')
  @OfficerMay('members.read')
  @Answers(200, erasuresPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: erasuresQuerySchema }) query: ErasuresQuery,
  ): Promise<Page<ErasureView>> {
    return this.erasures.list(caller, query);
  }

  @Post('console/v1/erasures/:id/decision')
  @OfficerMay('erasures.approve')
  @AnswersNothing('Carried out or refused')
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: erasureDecisionSchema }) { approve }: { approve: boolean },
  ): Promise<void> {
    return this.erasures.decide(caller, id, approve);
  }
}
