import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { CampaignScreens } from '../campaigns/campaign-screens.service.js';
import { type CampaignDetail, campaignDetailSchema, slugSchema } from '../campaigns/campaign-views.schemas.js';
import {
  campaignTemplateListSchema,
  type CampaignTemplateQuery,
  campaignTemplateQuerySchema,
  type CampaignTemplateView,
  type TemplateDraftRequest,
  templateDraftRequestSchema,
} from './template.schemas.js';
import { TemplatesService } from './templates.service.js';

@ApiTags('campaigns')
@Controller({ path: 'console/v1/campaign-templates' })
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly screens: CampaignScreens,
  ) {}

  @Get()
  @OfficerMay('campaigns.read')
  @Answers(200, campaignTemplateListSchema)
  list(@Query({ schema: campaignTemplateQuerySchema }) query: CampaignTemplateQuery): {
    items: CampaignTemplateView[];
  } {
    return { items: this.templates.list(query) };
  }

  /** Makes a draft with the officer's dates, figures, union and budget line. */
  @Post(':id/drafts')
  @OfficerMay('campaigns.write')
  @Answers(201, campaignDetailSchema)
  async draft(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: templateDraftRequestSchema }) request: TemplateDraftRequest,
  ): Promise<CampaignDetail> {
    return this.screens.get(caller, await this.templates.draft(caller, id, request));
  }
}
