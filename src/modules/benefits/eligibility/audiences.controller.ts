import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import {
  type AudienceCount,
  type AudienceCountRequest,
  audienceCountRequestSchema,
  audienceCountSchema,
  type AudienceExplainRequest,
  audienceExplainRequestSchema,
  type AudienceExplanation,
  audienceExplanationSchema,
} from './audience-views.schemas.js';
import { AudiencesService } from './audiences.service.js';

/** Both routes look at people, so they ask for the right to read members, not for one over campaigns. */
@ApiTags('audiences')
@Controller({ path: 'console/v1/audiences' })
export class AudiencesController {
  constructor(private readonly audiences: AudiencesService) {}

  @Post('count')
  @OfficerMay('members.read')
  @Answers(200, audienceCountSchema)
  count(
    @From() caller: OfficerCaller,
    @Body({ schema: audienceCountRequestSchema }) request: AudienceCountRequest,
  ): Promise<AudienceCount> {
    return this.audiences.count(caller, request);
  }

  @Post('explain')
  @OfficerMay('members.read')
  @Answers(200, audienceExplanationSchema, 'Whether and why; the look is on record')
  explain(
    @From() caller: OfficerCaller,
    @Body({ schema: audienceExplainRequestSchema }) request: AudienceExplainRequest,
  ): Promise<AudienceExplanation> {
    return this.audiences.explain(caller, request);
  }
}
