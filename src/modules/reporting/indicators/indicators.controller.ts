import { Body, Controller, Delete, Get, Header, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile, AnswersNothing } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { GoalsService } from './goals.service.js';
import {
  type BreakdownFileQuery,
  breakdownFileQuerySchema,
  type BreakdownQuery,
  breakdownQuerySchema,
  goalListSchema,
  type GoalRequest,
  goalRequestSchema,
  type GoalView,
  type Overview,
  overviewSchema,
  type PartIndicators,
  partPageSchema,
  type RebuildRequest,
  rebuildRequestSchema,
  type Trend,
  type TrendQuery,
  trendQuerySchema,
  trendSchema,
} from './indicator.schemas.js';
import { IndicatorsService } from './indicators.service.js';

/** The indicators of an officer's own subtree, and the goals they are measured by. */
@ApiTags('indicators')
@Controller({ path: 'console/v1' })
export class IndicatorsController {
  constructor(
    private readonly indicators: IndicatorsService,
    private readonly goals: GoalsService,
  ) {}

  @Get('overview')
  @OfficerMay('overview.read')
  @Answers(200, overviewSchema)
  overview(@From() caller: OfficerCaller): Promise<Overview> {
    return this.indicators.overview(caller);
  }

  @Get('overview/breakdown')
  @OfficerMay('overview.read')
  @Answers(200, partPageSchema)
  breakdown(
    @From() caller: OfficerCaller,
    @Query({ schema: breakdownQuerySchema }) query: BreakdownQuery,
  ): Promise<Page<PartIndicators>> {
    return this.indicators.breakdown(caller, query);
  }

  @Get('overview/breakdown.csv')
  @OfficerMay('overview.read')
  @AnswersFile('text/csv', 'Every row of the breakdown')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="indicators.csv"')
  file(
    @From() caller: OfficerCaller,
    @Query({ schema: breakdownFileQuerySchema }) query: BreakdownFileQuery,
  ): Promise<string> {
    return this.indicators.file(caller, query);
  }

  @Get('overview/trend')
  @OfficerMay('overview.read')
  @Answers(200, trendSchema)
  trend(@From() caller: OfficerCaller, @Query({ schema: trendQuerySchema }) query: TrendQuery): Promise<Trend> {
    return this.indicators.trend(caller, query);
  }

  @Get('indicator-goals')
  @OfficerMay('overview.read')
  @Answers(200, goalListSchema)
  async listGoals(@From() caller: OfficerCaller): Promise<{ items: GoalView[] }> {
    return { items: await this.goals.list(caller) };
  }

  @Put('indicator-goals')
  @OfficerMay('goals.write')
  @AnswersNothing()
  setGoal(@From() caller: OfficerCaller, @Body({ schema: goalRequestSchema }) request: GoalRequest): Promise<void> {
    return this.goals.set(caller, request);
  }

  @Delete('indicator-goals/:id')
  @OfficerMay('goals.write')
  @AnswersNothing()
  withdrawGoal(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    return this.goals.withdraw(caller, id);
  }

  @Post('system/tallies/rebuild')
  @OfficerMay('system.read')
  @AnswersNothing('The tallies are made anew in the background')
  rebuild(
    @From() caller: OfficerCaller,
    @Body({ schema: rebuildRequestSchema }) request: RebuildRequest,
  ): Promise<void> {
    return this.indicators.requestRebuild(caller, request);
  }
}
