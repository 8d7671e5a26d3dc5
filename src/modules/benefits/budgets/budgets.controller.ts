import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { type Page, type PageQuery, pageQuerySchema } from '../../../shared/page.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';
import {
  type AllocationRequest,
  allocationRequestSchema,
  type BudgetHistoryItem,
  budgetHistorySchema,
  type BudgetLine,
  type BudgetLineRequest,
  budgetLineRequestSchema,
  budgetLineSchema,
  type BudgetMove,
  budgetMoveSchema,
  budgetPageSchema,
  type BudgetProposalRequest,
  budgetProposalRequestSchema,
  budgetProposalSchema,
  type BudgetProposalView,
  type CarryOverRequest,
  carryOverRequestSchema,
  type CloseRequest,
  closeRequestSchema,
} from './budget.schemas.js';
import { BudgetDesk } from './budget-desk.service.js';
import { BudgetProposals } from './budget-proposals.service.js';
import { BudgetScreens } from './budget-screens.service.js';
import { BudgetsService } from './budgets.service.js';

const WAITS = 'Proposed; another officer decides';

@ApiTags('budgets')
@Controller({ path: 'console/v1/budgets' })
export class BudgetsController {
  constructor(
    private readonly budgets: BudgetsService,
    private readonly desk: BudgetDesk,
    private readonly proposals: BudgetProposals,
    private readonly screens: BudgetScreens,
  ) {}

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

  @Get(':id/history')
  @OfficerMay('budgets.read')
  @Answers(200, budgetHistorySchema, 'What happened to the line, newest first')
  history(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
  ): Promise<{ items: BudgetHistoryItem[] }> {
    return this.screens.history(caller, id);
  }

  @Post()
  @OfficerMay('budgets.write')
  @Answers(201, budgetProposalSchema, WAITS)
  open(
    @From() caller: OfficerCaller,
    @Body({ schema: budgetLineRequestSchema }) request: BudgetLineRequest,
  ): Promise<BudgetProposalView> {
    return this.proposals.open(caller, request);
  }

  @Post(':id/proposals')
  @OfficerMay('budgets.write')
  @Answers(201, budgetProposalSchema, WAITS)
  propose(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: budgetProposalRequestSchema }) request: BudgetProposalRequest,
  ): Promise<BudgetProposalView> {
    return this.proposals.propose(caller, id, request);
  }

  @Post(':id/allocations')
  @OfficerMay('budgets.write')
  @Answers(201, budgetMoveSchema)
  allocate(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: allocationRequestSchema }) request: AllocationRequest,
  ): Promise<BudgetMove> {
    return this.desk.allocate(caller, id, request);
  }

  @Post(':id/carry-over')
  @OfficerMay('budgets.write')
  @Answers(200, budgetMoveSchema)
  carryOver(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: carryOverRequestSchema }) request: CarryOverRequest,
  ): Promise<BudgetMove> {
    return this.desk.carryOver(caller, id, request);
  }

  @Post(':id/close')
  @OfficerMay('budgets.write')
  @Answers(200, budgetMoveSchema)
  close(
    @From() caller: OfficerCaller,
    @Param('id', { schema: slugSchema }) id: string,
    @Body({ schema: closeRequestSchema }) { version }: CloseRequest,
  ): Promise<BudgetMove> {
    return this.desk.close(caller, id, version);
  }
}
