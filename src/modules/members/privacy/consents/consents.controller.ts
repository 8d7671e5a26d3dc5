import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay, WorkerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller, WorkerCaller } from '../../../../shared/caller.js';
import {
  type ConsentAnswer,
  consentAnswerSchema,
  consentTextsSchema,
  type ConsentTextView,
  type MyConsent,
  myConsentsSchema,
  type NewConsentText,
  newConsentTextSchema,
} from './consent.schemas.js';
import { ConsentsService } from './consents.service.js';

@ApiTags('privacy')
@Controller()
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get('worker/v1/consents')
  @WorkerMay()
  @Answers(200, myConsentsSchema)
  mine(@From() caller: WorkerCaller): Promise<{ items: MyConsent[] }> {
    return this.consents.mine(caller);
  }

  @Post('worker/v1/consents')
  @WorkerMay()
  @Answers(200, myConsentsSchema, 'What holds now')
  answer(
    @From() caller: WorkerCaller,
    @Body({ schema: consentAnswerSchema }) answer: ConsentAnswer,
  ): Promise<{ items: MyConsent[] }> {
    return this.consents.answer(caller, answer);
  }

  @Get('console/v1/consent-texts')
  @OfficerMay('privacy.read')
  @Answers(200, consentTextsSchema)
  texts(): Promise<{ items: ConsentTextView[] }> {
    return this.consents.texts();
  }

  @Post('console/v1/consent-texts')
  @OfficerMay('privacy.manage')
  @Answers(200, consentTextsSchema, 'Every text, the new one among them')
  publish(
    @From() caller: OfficerCaller,
    @Body({ schema: newConsentTextSchema }) text: NewConsentText,
  ): Promise<{ items: ConsentTextView[] }> {
    return this.consents.publish(caller, text);
  }
}
