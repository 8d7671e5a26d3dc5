import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  membersPageSchema,
  membersQuerySchema,
  memberViewSchema,
  revealedSchema,
  revealRequestSchema,
  type MembersQuery,
  type MemberView,
  type Revealed,
} from '../members.schemas.js';
import { MembersService } from './members.service.js';

@ApiTags('members')
@Controller({ path: 'console/v1/members' })
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @OfficerMay('members.read')
  @Answers(200, membersPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: membersQuerySchema }) query: MembersQuery,
  ): Promise<Page<MemberView>> {
    return this.members.search(caller, query);
  }

  @Get(':id')
  @OfficerMay('members.read')
  @Answers(200, memberViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<MemberView> {
    return this.members.get(caller, id);
  }

  @Post(':id/reveal')
  @OfficerMay('members.reveal')
  @Answers(200, revealedSchema, 'The numbers in full; the look is on record')
  reveal(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: revealRequestSchema }) request: { purpose: string },
  ): Promise<Revealed> {
    return this.members.reveal(caller, id, request.purpose);
  }
}
