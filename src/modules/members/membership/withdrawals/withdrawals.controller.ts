import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import type { Page } from '../../../../shared/page.js';
import {
  type WithdrawalDecision,
  withdrawalDecisionSchema,
  withdrawalsPageSchema,
  type WithdrawalsQuery,
  withdrawalsQuerySchema,
  type WithdrawalView,
  withdrawalViewSchema,
} from './withdrawal.schemas.js';
import { WithdrawalsService } from './withdrawals.service.js';

/** Members who asked to leave. */
@ApiTags('membership')
@Controller({ path: 'console/v1/withdrawals' })
export class WithdrawalsController {
  constructor(private readonly withdrawals: WithdrawalsService) {}

  @Get()
  @OfficerMay('members.read')
  @Answers(200, withdrawalsPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: withdrawalsQuerySchema }) query: WithdrawalsQuery,
  ): Promise<Page<WithdrawalView>> {
    return this.withdrawals.list(caller, query);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @OfficerMay('members.change')
  @Answers(200, withdrawalViewSchema, 'Confirmed: the member has left. Else they stay, and read what was agreed')
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: withdrawalDecisionSchema }) decision: WithdrawalDecision,
  ): Promise<WithdrawalView> {
    return this.withdrawals.decide(caller, id, decision);
  }
}
