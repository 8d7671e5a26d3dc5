import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApplicantMay, From, WorkerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { ApplicantCaller, WorkerCaller } from '../../../../shared/caller.js';
import {
  myJoiningSchema,
  selfApplicationSchema,
  type MyJoining,
  type SelfApplication,
} from '../applications/application.schemas.js';
import { myMembershipSchema, type MyMembership } from '../history/history.schemas.js';
import {
  noBodySchema,
  transferRequestSchema,
  unionNamesSchema,
  unionSearchSchema,
  type TransferRequest,
  type UnionName,
} from '../transfers/transfer.schemas.js';
import { withdrawalRequestSchema, type WithdrawalRequest } from '../withdrawals/withdrawal.schemas.js';
import { WorkerMembership } from './worker-membership.service.js';

/** Joining, moving and looking back, for the worker themselves. */
@ApiTags('worker membership')
@Controller({ path: 'worker/v1' })
export class WorkerMembershipController {
  constructor(private readonly membership: WorkerMembership) {}

  @Get('unions')
  @ApplicantMay()
  @Answers(200, unionNamesSchema, 'Ten unions at most, by name')
  async unions(
    @From() caller: ApplicantCaller | WorkerCaller,
    @Query({ schema: unionSearchSchema }) { q }: { q: string },
  ): Promise<{ items: UnionName[] }> {
    return { items: await this.membership.searchUnions(caller, q) };
  }

  @Get('joining')
  @ApplicantMay()
  @Answers(200, myJoiningSchema)
  joining(@From() caller: ApplicantCaller | WorkerCaller): Promise<MyJoining> {
    return this.membership.joining(caller);
  }

  @Post('joining')
  @ApplicantMay()
  @Answers(201, myJoiningSchema, 'The union decides')
  apply(
    @From() caller: ApplicantCaller | WorkerCaller,
    @Body({ schema: selfApplicationSchema }) request: SelfApplication,
  ): Promise<MyJoining> {
    return this.membership.apply(caller, request);
  }

  @Post('joining/cancellation')
  @ApplicantMay()
  @Answers(200, myJoiningSchema)
  cancelJoining(
    @From() caller: ApplicantCaller | WorkerCaller,
    @Body({ schema: noBodySchema }) _request: Record<string, never>,
  ): Promise<MyJoining> {
    return this.membership.cancelJoining(caller);
  }

  @Get('membership')
  @WorkerMay()
  @Answers(200, myMembershipSchema)
  mine(@From() caller: WorkerCaller): Promise<MyMembership> {
    return this.membership.mine(caller);
  }

  @Post('membership/transfer')
  @WorkerMay()
  @Answers(201, myMembershipSchema, 'Both unions are asked')
  transfer(
    @From() caller: WorkerCaller,
    @Body({ schema: transferRequestSchema }) request: TransferRequest,
  ): Promise<MyMembership> {
    return this.membership.requestTransfer(caller, request);
  }

  @Post('membership/transfer/cancellation')
  @WorkerMay()
  @Answers(200, myMembershipSchema)
  cancelTransfer(
    @From() caller: WorkerCaller,
    @Body({ schema: noBodySchema }) _request: Record<string, never>,
  ): Promise<MyMembership> {
    return this.membership.cancelTransfer(caller);
  }

  @Post('membership/withdrawal')
  @WorkerMay()
  @Answers(201, myMembershipSchema, 'The union confirms it, or talks first')
  withdraw(
    @From() caller: WorkerCaller,
    @Body({ schema: withdrawalRequestSchema }) request: WithdrawalRequest,
  ): Promise<MyMembership> {
    return this.membership.requestWithdrawal(caller, request);
  }

  @Post('membership/withdrawal/cancellation')
  @WorkerMay()
  @Answers(200, myMembershipSchema)
  cancelWithdrawal(
    @From() caller: WorkerCaller,
    @Body({ schema: noBodySchema }) _request: Record<string, never>,
  ): Promise<MyMembership> {
    return this.membership.cancelWithdrawal(caller);
  }
}
