import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import { historySchema, type MemberHistory } from './history.schemas.js';
import { HistoryService } from './history.service.js';

@ApiTags('membership')
@Controller({ path: 'console/v1/members' })
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get(':id/history')
  @OfficerMay('members.read')
  @Answers(200, historySchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<MemberHistory> {
    return this.history.get(caller, id);
  }
}
