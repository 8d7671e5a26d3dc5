import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { ConfirmationService } from './confirmation.service.js';
import {
  type ConfirmationAnswered,
  confirmationAnsweredSchema,
  type ConfirmationAnswerRequest,
  confirmationAnswerRequestSchema,
  type Confirmations,
  confirmationsSchema,
} from './second-factor.schemas.js';

@ApiTags('worker card')
@Controller('worker/v1/confirmations')
export class ConfirmationsController {
  constructor(private readonly confirmations: ConfirmationService) {}

  @Get()
  @WorkerMay()
  @Answers(200, confirmationsSchema, 'What tills wait for')
  list(@From() caller: WorkerCaller): Promise<Confirmations> {
    return this.confirmations.list(caller);
  }

  /** Lets one till use the plastic card once, for one amount; or does not. */
  @Post(':id')
  @WorkerMay()
  @Answers(200, confirmationAnsweredSchema, 'The till hears it when it asks next')
  answer(
    @From() caller: WorkerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: confirmationAnswerRequestSchema }) request: ConfirmationAnswerRequest,
  ): Promise<ConfirmationAnswered> {
    return this.confirmations.answer(caller, id, request);
  }
}
