import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  type BudgetDecision,
  budgetDecisionSchema,
  budgetProposalPageSchema,
  budgetProposalSchema,
  type BudgetProposalsQuery,
  budgetProposalsQuerySchema,
  type BudgetProposalView,
  type BudgetTreeQuery,
  budgetTreeQuerySchema,
  budgetTreeSchema,
  type BudgetTreeView,
} from './budget.schemas.js';
import { BudgetProposals } from './budget-proposals.service.js';
import { BudgetScreens } from './budget-screens.service.js';

/** The whole tree, and what waits for a second officer. Apart from `budgets/:id`, so that no line's id can hide them. */
@ApiTags('budgets')
@Controller({ path: 'console/v1' })
export class BudgetTreeController {
  constructor(
    private readonly screens: BudgetScreens,
    private readonly proposals: BudgetProposals,
  ) {}

  @Get('budget-tree')
  @OfficerMay('budgets.read')
  @Answers(200, budgetTreeSchema)
  tree(
    @From() caller: OfficerCaller,
    @Query({ schema: budgetTreeQuerySchema }) query: BudgetTreeQuery,
  ): Promise<BudgetTreeView> {
    return this.screens.tree(caller, query);
  }

  @Get('budget-proposals')
  @OfficerMay('budgets.read')
  @Answers(200, budgetProposalPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: budgetProposalsQuerySchema }) query: BudgetProposalsQuery,
  ): Promise<Page<BudgetProposalView>> {
    return this.proposals.list(caller, query);
  }

  @Post('budget-proposals/:id/decision')
  @OfficerMay('budgets.approve')
  @Answers(200, budgetProposalSchema)
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: budgetDecisionSchema }) decision: BudgetDecision,
  ): Promise<BudgetProposalView> {
    return this.proposals.decide(caller, id, decision);
  }
}
