import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { type Page, type PageQuery, pageQuerySchema } from '../../../shared/page.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';
import {
  type BudgetLine,
  type BudgetLineRequest,
  budgetLineRequestSchema,
  budgetLineSchema,
  budgetPageSchema,
} from './budget.schemas.js';
import { BudgetsService } from './budgets.service.js';

@ApiTags('budgets')
@Controller({ path: 'console/v1/budgets' })
export class BudgetsController {
  constructor(private readonly budgets: BudgetsService) {}

  @Get()
  @OfficerMay('budgets.read')
  @Answers(200, budgetPageSchema)
  list(@From() caller: OfficerCaller, @Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<BudgetLine>> {
    return this.budgets.list(caller, query);
  }

  @Get(':id')
  @OfficerMay('budgets.read')
  @Answers(200, budgetLineSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: slugSchema }) id: string): Promise<BudgetLine> {
    return this.budgets.get(caller, id);
  }

  @Post()
  @OfficerMay('budgets.write')
  @Answers(201, budgetLineSchema)
  create(
    @From() caller: OfficerCaller,
    @Body({ schema: budgetLineRequestSchema }) request: BudgetLineRequest,
  ): Promise<BudgetLine> {
    return this.budgets.create(caller, request);
  }
}
