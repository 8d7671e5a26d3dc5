import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { campaignDraftRequestSchema } from '../campaigns/campaign-views.schemas.js';
import { type CampaignPreview, campaignPreviewSchema } from './preview.schemas.js';
import { CampaignPreviews } from './previews.service.js';

@ApiTags('campaigns')
@Controller({ path: 'console/v1/campaigns' })
export class PreviewsController {
  constructor(private readonly previews: CampaignPreviews) {}

  @Post('preview')
  @OfficerMay('campaigns.read')
  @Answers(
    200,
    campaignPreviewSchema,
    'What it would cost, what its holder sees, and what tills show; nothing is saved',
  )
  preview(
    @From() caller: OfficerCaller,
    @Body({ schema: campaignDraftRequestSchema }) { definition }: z.infer<typeof campaignDraftRequestSchema>,
  ): Promise<CampaignPreview> {
    return this.previews.preview(caller, definition);
  }
}
