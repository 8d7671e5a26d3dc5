import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  categoryCodesSchema,
  categoryDecisionSchema,
  categoryProposalRequestSchema,
  categoryProposalSchema,
  categoryProposalsPageSchema,
  categoryProposalsQuerySchema,
  type CategoryCodeView,
  type CategoryDecision,
  type CategoryProposalRequest,
  type CategoryProposalsQuery,
  type CategoryProposalView,
} from '../members.schemas.js';
import { CategoriesService } from './categories.service.js';

@ApiTags('categories')
@Controller({ path: 'console/v1' })
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  @Get('categories')
  @OfficerMay('members.read')
  @Answers(200, categoryCodesSchema)
  async listCodes(): Promise<{ items: CategoryCodeView[] }> {
    return { items: await this.categories.listCodes() };
  }

  @Get('categories/proposals')
  @OfficerMay('members.read')
  @Answers(200, categoryProposalsPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: categoryProposalsQuerySchema }) query: CategoryProposalsQuery,
  ): Promise<Page<CategoryProposalView>> {
    return this.categories.list(caller, query);
  }

  @Post('members/:id/categories')
  @OfficerMay('categories.propose')
  @Answers(201, categoryProposalSchema, 'Proposed; another officer decides')
  propose(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: categoryProposalRequestSchema }) request: CategoryProposalRequest,
  ): Promise<CategoryProposalView> {
    return this.categories.propose(caller, id, request);
  }

  @Post('categories/proposals/:id/decision')
  @OfficerMay('categories.approve')
  @Answers(200, categoryProposalSchema)
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: categoryDecisionSchema }) decision: CategoryDecision,
  ): Promise<CategoryProposalView> {
    return this.categories.decide(caller, id, decision);
  }
}
