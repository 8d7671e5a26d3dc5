import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';
import { type CampaignHoldingsAnswer, campaignHoldingsAnswerSchema } from './holding.schemas.js';
import { HoldingsDesk } from './holdings-desk.service.js';

@ApiTags('campaigns')
@Controller({ path: 'console/v1/campaigns' })
export class HoldingsDeskController {
  constructor(private readonly holdings: HoldingsDesk) {}

  @Get(':id/holdings')
  @OfficerMay('campaigns.read')
  @Answers(200, campaignHoldingsAnswerSchema, 'What became of all that was handed out; null where nothing is')
  sum(@From() caller: OfficerCaller, @Param('id', { schema: slugSchema }) id: string): Promise<CampaignHoldingsAnswer> {
    return this.holdings.sum(caller, id);
  }
}
