import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { type WorkerBenefits, workerBenefitsSchema } from './offer.schemas.js';
import { OffersService } from './offers.service.js';

@ApiTags('benefits')
@Controller({ path: 'worker/v1/benefits' })
export class OffersController {
  constructor(private readonly offers: OffersService) {}

  @Get()
  @WorkerMay()
  @Answers(200, workerBenefitsSchema)
  list(@From() caller: WorkerCaller): Promise<WorkerBenefits> {
    return this.offers.list(caller);
  }
}
