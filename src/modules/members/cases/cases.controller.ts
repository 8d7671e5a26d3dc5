import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  caseDecisionSchema,
  caseDetailSchema,
  caseNoteSchema,
  caseRequestSchema,
  casesPageSchema,
  casesQuerySchema,
  caseViewSchema,
  duePageSchema,
  dueQuerySchema,
  entryChangeSchema,
  objectionRequestSchema,
  objectionSettlementSchema,
  type CaseDecision,
  type CaseDetail,
  type CaseNote,
  type CaseRequest,
  type CasesQuery,
  type CaseView,
  type DueQuery,
  type DueView,
  type EntryChange,
  type ObjectionRequest,
  type ObjectionSettlement,
} from './case.schemas.js';
import { CasesService } from './cases.service.js';
import { DueService } from './due.service.js';
import { ObjectionsService } from './objections.service.js';

@ApiTags('categories')
@Controller({ path: 'console/v1' })
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly objections: ObjectionsService,
    private readonly due: DueService,
  ) {}

  @Get('categories/cases')
  @OfficerMay('members.read')
  @Answers(200, casesPageSchema)
  list(@From() caller: OfficerCaller, @Query({ schema: casesQuerySchema }) query: CasesQuery): Promise<Page<CaseView>> {
    return this.cases.list(caller, query);
  }

  @Get('categories/due')
  @OfficerMay('members.read')
  @Answers(200, duePageSchema, 'What ends or is to be reviewed within 60 days')
  listDue(@From() caller: OfficerCaller, @Query({ schema: dueQuerySchema }) query: DueQuery): Promise<Page<DueView>> {
    return this.due.list(caller, query);
  }

  @Get('categories/cases/:id')
  @OfficerMay('members.read')
  @Answers(200, caseDetailSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<CaseDetail> {
    return this.cases.get(caller, id);
  }

  @Post('members/:id/categories')
  @OfficerMay('categories.propose')
  @Answers(201, caseViewSchema, 'Proposed; evidence is added, then another officer decides')
  propose(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: caseRequestSchema }) request: CaseRequest,
  ): Promise<CaseView> {
    return this.cases.propose(caller, id, request);
  }

  @Post('categories/entries/:id/changes')
  @OfficerMay('categories.propose')
  @Answers(201, caseViewSchema, 'Proposed to end it or to put it right; another officer decides')
  change(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: entryChangeSchema }) change: EntryChange,
  ): Promise<CaseView> {
    return this.cases.change(caller, id, change);
  }

  @Post('categories/cases/:id/complete')
  @OfficerMay('categories.propose')
  @Answers(200, caseViewSchema, 'Its evidence is complete')
  complete(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<CaseView> {
    return this.cases.complete(caller, id);
  }

  @Post('categories/cases/:id/return')
  @OfficerMay('categories.propose')
  @Answers(200, caseViewSchema, 'Sent back with what is missing')
  sendBack(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: caseNoteSchema }) { note }: CaseNote,
  ): Promise<CaseView> {
    return this.cases.sendBack(caller, id, note);
  }

  @Post('categories/cases/:id/withdrawal')
  @OfficerMay('categories.propose')
  @Answers(200, caseViewSchema)
  withdraw(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: caseNoteSchema }) { note }: CaseNote,
  ): Promise<CaseView> {
    return this.cases.withdraw(caller, id, note);
  }

  @Post('categories/cases/:id/decision')
  @OfficerMay('categories.approve')
  @Answers(200, caseViewSchema, 'Posted, in effect, or refused')
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: caseDecisionSchema }) decision: CaseDecision,
  ): Promise<CaseView> {
    return this.cases.decide(caller, id, decision);
  }

  @Post('categories/cases/:id/objections')
  @OfficerMay('categories.propose')
  @Answers(201, caseDetailSchema, 'Recorded; nothing is granted while it stands')
  async object(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: objectionRequestSchema }) said: ObjectionRequest,
  ): Promise<CaseDetail> {
    await this.objections.record(caller, id, said);
    return this.cases.get(caller, id);
  }

  @Post('categories/cases/:id/objections/:objectionId/settlement')
  @OfficerMay('categories.approve')
  @Answers(200, caseDetailSchema)
  async settle(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Param('objectionId', { schema: idSchema }) objectionId: string,
    @Body({ schema: objectionSettlementSchema }) settlement: ObjectionSettlement,
  ): Promise<CaseDetail> {
    await this.objections.settle(caller, id, objectionId, settlement);
    return this.cases.get(caller, id);
  }
}
