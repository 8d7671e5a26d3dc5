import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import { memberViewSchema, type MemberView } from '../../members.schemas.js';
import { MembersService } from '../../people/members.service.js';
import { type StandingRequest, standingRequestSchema } from './standing.schemas.js';
import { StandingService } from './standing.service.js';

@ApiTags('membership')
@Controller({ path: 'console/v1/members' })
export class StandingController {
  constructor(
    private readonly standing: StandingService,
    private readonly members: MembersService,
  ) {}

  @Post(':id/standing')
  @OfficerMay('members.change')
  @Answers(200, memberViewSchema, 'The member as they stand from now on')
  async change(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: standingRequestSchema }) request: StandingRequest,
  ): Promise<MemberView> {
    await this.standing.change(caller, id, request);
    return this.members.get(caller, id);
  }
}
