import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import {
  categoryCodeSchema,
  type MeaningDecision,
  meaningDecisionSchema,
  meaningProposalSchema,
  meaningProposalsSchema,
  type MeaningProposalView,
  type MeaningRequest,
  meaningRequestSchema,
  meaningVersionsSchema,
  type MeaningVersionView,
} from './meaning.schemas.js';
import { MeaningsService } from './meanings.service.js';

/** What categories mean is the federation's to say; every officer who works with members reads it. */
@ApiTags('categories')
@Controller({ path: 'console/v1/categories' })
export class MeaningsController {
  constructor(private readonly meanings: MeaningsService) {}

  @Get('meanings')
  @OfficerMay('members.read')
  @Answers(200, meaningProposalsSchema, 'What was asked for: what waits first, then the newest')
  async proposals(@From() caller: OfficerCaller): Promise<{ items: MeaningProposalView[] }> {
    return { items: await this.meanings.proposals(caller) };
  }

  @Post('meanings')
  @OfficerMay('categories.define')
  @Answers(201, meaningProposalSchema)
  propose(
    @From() caller: OfficerCaller,
    @Body({ schema: meaningRequestSchema }) request: MeaningRequest,
  ): Promise<MeaningProposalView> {
    return this.meanings.propose(caller, request);
  }

  @Post('meanings/:id/decision')
  @OfficerMay('categories.define')
  @Answers(200, meaningProposalSchema)
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: meaningDecisionSchema }) decision: MeaningDecision,
  ): Promise<MeaningProposalView> {
    return this.meanings.decide(caller, id, decision);
  }

  @Get(':code/versions')
  @OfficerMay('members.read')
  @Answers(200, meaningVersionsSchema)
  async versions(
    @Param('code', { schema: categoryCodeSchema }) code: string,
  ): Promise<{ items: MeaningVersionView[] }> {
    return { items: await this.meanings.versions(code) };
  }
}
