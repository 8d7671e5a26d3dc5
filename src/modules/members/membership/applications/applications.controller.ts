import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import type { Page } from '../../../../shared/page.js';
import {
  applicationDecisionSchema,
  applicationsPageSchema,
  applicationsQuerySchema,
  applicationViewSchema,
  proposalMadeSchema,
  proposalRequestSchema,
  waitingSchema,
  type ApplicationDecision,
  type ApplicationsQuery,
  type ApplicationView,
  type ProposalMade,
  type ProposalRequest,
  type Waiting,
} from './application.schemas.js';
import { ApplicationDesk } from './application-desk.service.js';
import { ApplicationsService } from './applications.service.js';

/** People who want to join a union of the officer's subtree. */
@ApiTags('membership')
@Controller({ path: 'console/v1/applications' })
export class ApplicationsController {
  constructor(
    private readonly desk: ApplicationDesk,
    private readonly applications: ApplicationsService,
  ) {}

  @Get()
  @OfficerMay('members.read')
  @Answers(200, applicationsPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: applicationsQuerySchema }) query: ApplicationsQuery,
  ): Promise<Page<ApplicationView>> {
    return this.desk.list(caller, query);
  }

  @Get('waiting')
  @OfficerMay('members.change')
  @Answers(200, waitingSchema, 'Applications and transfers that wait for this officer')
  waiting(@From() caller: OfficerCaller): Promise<Waiting> {
    return this.desk.waiting(caller);
  }

  @Post()
  @OfficerMay('members.change')
  @Answers(201, proposalMadeSchema, 'A second officer decides, or the other union is asked')
  propose(
    @From() caller: OfficerCaller,
    @Body({ schema: proposalRequestSchema }) request: ProposalRequest,
  ): Promise<ProposalMade> {
    return this.applications.propose(caller, request);
  }

  @Post(':id/decision')
  @OfficerMay('members.change')
  @Answers(200, applicationViewSchema, 'Joined, asked of the other union, or refused')
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: applicationDecisionSchema }) decision: ApplicationDecision,
  ): Promise<ApplicationView> {
    return this.desk.decide(caller, id, decision);
  }
}
