import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import { memberViewSchema, type MemberView } from '../../members.schemas.js';
import { MembersService } from '../../people/members.service.js';
import { type PhoneChange, phoneChangeSchema } from './phone.schemas.js';
import { PhonesService } from './phones.service.js';

@ApiTags('membership')
@Controller({ path: 'console/v1/members' })
export class PhonesController {
  constructor(
    private readonly phones: PhonesService,
    private readonly members: MembersService,
  ) {}

  @Post(':id/phone')
  @OfficerMay('members.phone')
  @Answers(200, memberViewSchema, 'The number is this member’s from now on, and nobody else’s')
  async change(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: phoneChangeSchema }) request: PhoneChange,
  ): Promise<MemberView> {
    await this.phones.change(caller, id, request);
    return this.members.get(caller, id);
  }
}
