import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import type { Page } from '../../../shared/page.js';
import { CampaignBudgetService } from './campaign-budget.service.js';
import {
  type CampaignDiff,
  type CampaignDiffQuery,
  campaignDiffQuerySchema,
  campaignDiffSchema,
} from './campaign-diff.schemas.js';
import { CampaignDiffs } from './campaign-diff.service.js';
import { CampaignSchedule } from './campaign-schedule.service.js';
import { CampaignScreens } from './campaign-screens.service.js';
import {
  type CampaignActionRequest,
  campaignActionRequestSchema,
  campaignBudgetRequestSchema,
  type CampaignDetail,
  campaignDetailSchema,
  campaignDraftRequestSchema,
  type CampaignListQuery,
  campaignListQuerySchema,
  campaignPageSchema,
  type CampaignRow,
  type CampaignScheduleRequest,
  campaignScheduleRequestSchema,
  slugSchema,
} from './campaign-views.schemas.js';
import { CampaignsService } from './campaigns.service.js';

type DraftRequest = z.infer<typeof campaignDraftRequestSchema>;
type BudgetRequest = z.infer<typeof campaignBudgetRequestSchema>;

@ApiTags('campaigns')
@Controller({ path: 'console/v1/campaigns' })
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly budget: CampaignBudgetService,
    private readonly screens: CampaignScreens,
    private readonly schedule: CampaignSchedule,
    private readonly diffs: CampaignDiffs,
  ) {}

  @Get()
  @OfficerMay('campaigns.read')
  @Answers(200, campaignPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: campaignListQuerySchema }) query: CampaignListQuery,
  ): Promise<Page<CampaignRow>> {
    return this.screens.list(caller, query);
  }

  @Get(':id')
  @OfficerMay('campaigns.read')
  @Answers(200, campaignDetailSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: slugSchema }) id: string): Promise<CampaignDetail> {
    return this.screens.get(caller, id);
  }

  @Post()
  @OfficerMay('campaigns.write')
  @Answers(201, campaignDetailSchema)
  async create(
    @From() caller: OfficerCaller,
    @Body({ schema: campaignDraftRequestSchema }) { definition }: DraftRequest,
  ): Promise<CampaignDetail> {
    await this.campaigns.create(caller, definition);
    return this.screens.get(caller, definition.id);
  }

  /** What changed, for whoever reviews: the working copy or version `to` against version `from` or the one before it. */
  @Get(':id/diff')
  @OfficerMay('campaigns.read')
  @Answers(200, campaignDiffSchema)
  diff(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Query({ schema: campaignDiffQuerySchema }) query: CampaignDiffQuery,
  ): Promise<CampaignDiff> {
    return this.diffs.get(caller, id, query);
  }

  @Put(':id')
  @OfficerMay('campaigns.write')
  @Answers(200, campaignDetailSchema)
  async edit(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: campaignDraftRequestSchema }) { definition }: DraftRequest,
  ): Promise<CampaignDetail> {
    await this.campaigns.edit(caller, id, definition);
    return this.screens.get(caller, id);
  }

  /** Each action asks for its own permission: making and stopping for `campaigns.write`, checking for `campaigns.review`. */
  @Post(':id/actions')
  @OfficerMay('campaigns.read')
  @Answers(200, campaignDetailSchema)
  async act(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: campaignActionRequestSchema }) request: CampaignActionRequest,
  ): Promise<CampaignDetail> {
    await this.campaigns.act(caller, id, request);
    return this.screens.get(caller, id);
  }

  /** Lets the clock publish what was approved; `null` takes the time away. */
  @Put(':id/publish-at')
  @OfficerMay('campaigns.review')
  @Answers(200, campaignDetailSchema)
  async plan(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: campaignScheduleRequestSchema }) request: CampaignScheduleRequest,
  ): Promise<CampaignDetail> {
    await this.schedule.plan(caller, id, request);
    return this.screens.get(caller, id);
  }

  @Put(':id/budget')
  @OfficerMay('budgets.write')
  @Answers(200, campaignDetailSchema)
  async changeBudget(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: campaignBudgetRequestSchema }) { totalFen }: BudgetRequest,
  ): Promise<CampaignDetail> {
    await this.budget.change(caller, id, totalFen);
    return this.screens.get(caller, id);
  }
}
