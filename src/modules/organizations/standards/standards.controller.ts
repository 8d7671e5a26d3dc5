import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { orgIdSchema } from '../organizations.schemas.js';
import {
  type AssessmentRequest,
  assessmentRequestSchema,
  districtListSchema,
  type DistrictRequest,
  districtRequestSchema,
  type DistrictView,
  standingViewSchema,
  type StandingView,
} from './standard.schemas.js';
import { StandardsService } from './standards.service.js';

/** How unions stand against the standard, and where they lie. */
@ApiTags('organizations')
@Controller({ path: 'console/v1' })
export class StandardsController {
  constructor(private readonly standards: StandardsService) {}

  @Get('districts')
  @OfficerMay('organizations.read')
  @Answers(200, districtListSchema)
  async districts(): Promise<{ items: DistrictView[] }> {
    return { items: await this.standards.districts() };
  }

  @Get('orgs/:id/standing')
  @OfficerMay('organizations.read')
  @Answers(200, standingViewSchema)
  standing(@From() caller: OfficerCaller, @Param('id', { schema: orgIdSchema }) id: string): Promise<StandingView> {
    return this.standards.standing(caller, id);
  }

  @Post('orgs/:id/assessments')
  @OfficerMay('organizations.write')
  @AnswersNothing()
  assess(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Body({ schema: assessmentRequestSchema }) request: AssessmentRequest,
  ): Promise<void> {
    return this.standards.assess(caller, id, request);
  }

  @Put('orgs/:id/district')
  @OfficerMay('organizations.write')
  @AnswersNothing()
  place(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Body({ schema: districtRequestSchema }) { districtCode }: DistrictRequest,
  ): Promise<void> {
    return this.standards.place(caller, id, districtCode);
  }
}
